// Reading: a stored zip or a folder, and DER. Nothing here says that anything is right; it only takes things apart.
class Wrong extends Error {}
class Unchecked extends Error {}

const fail = (said) => { throw new Wrong(said); };
const same = (a, b) => a.length === b.length && a.every((byte, place) => byte === b[place]);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
const utf8 = (text) => new TextEncoder().encode(text);
function words(bytes, name) {
  try { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes); } catch { return fail(`${name} is not UTF-8`); }
}
function unbase64(text, name) {
  try { return Uint8Array.from(atob(text), (char) => char.charCodeAt(0)); } catch { return fail(`${name} is not base64`); }
}
const bytesOf = async (blob, name) => {
  try { return new Uint8Array(await blob.arrayBuffer()); } catch { return fail(`${name} cannot be read here, or is too large for this browser`); }
};

// A name that every system unpacks to the same place.
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;
const safePart = (part) => /^[A-Za-z0-9_][A-Za-z0-9._-]{0,79}$/.test(part) && !part.endsWith(".") && !RESERVED.test(part.split(".")[0]);
function takeIn(found, path, blob) {
  if (!path.split("/").every(safePart)) fail(`unsafe name ${JSON.stringify(path)}`);
  found.folded ??= new Set();
  if (found.folded.has(path.toLowerCase())) fail(`${path} is there twice`);
  found.folded.add(path.toLowerCase());
  found.set(path, blob);
}

// A folder as the browser gives it: every path begins with the name of the folder that was chosen.
function readFolder(files) {
  const found = new Map();
  for (const file of files) takeIn(found, file.webkitRelativePath.split("/").slice(1).join("/"), file);
  if (!found.has("bagit.txt")) fail("choose the folder of the package itself: the one that holds bagit.txt");
  return found;
}

// Only the kind of zip that a hub writes: stored, one top folder, and no byte that belongs to no file.
async function readZip(file) {
  const tail = await bytesOf(file.slice(Math.max(0, file.size - 98)), file.name);
  const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const big = (data, at) => Number(data.getBigUint64(at, true));
  if (tail.length < 22) fail("this is not a zip, or it was cut short");
  const end = view(tail.subarray(tail.length - 22));
  if (end.getUint32(0, true) !== 0x06054b50 || end.getUint16(20, true)) fail("this is not a zip, it was cut short, or bytes were added to it");
  let [count, size, start, ending] = [end.getUint16(10, true), end.getUint32(12, true), end.getUint32(16, true), 22];
  if (tail.length === 98 && view(tail).getUint32(0, true) === 0x06064b50) {
    [count, size, start, ending] = [big(view(tail), 32), big(view(tail), 40), big(view(tail), 48), 98];
  }
  if (start + size + ending !== file.size || count > 200000) fail("the zip holds bytes that belong to no file");
  const directory = await bytesOf(file.slice(start, start + size), file.name), data = view(directory);
  const entries = [];
  for (let at = 0; at < size;) {
    if (at + 46 > size || data.getUint32(at, true) !== 0x02014b50) fail("the zip's directory is damaged");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) => data.getUint16(at + place, true));
    const name = words(directory.subarray(at + 46, at + 46 + nameLength), "a name in the zip");
    const extra = view(directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength));
    let [packed, plain, offset] = [20, 24, 42].map((place) => data.getUint32(at + place, true)), next = 4;
    if (extraLength && extra.getUint16(0, true) !== 1) fail(`${name} carries hidden remarks`);
    const wide = (value) => { if (value !== 0xffffffff) return value; next += 8; return big(extra, next - 8); };
    [plain, packed, offset] = [wide(plain), wide(packed), wide(offset)];
    if (data.getUint16(at + 8, true) || data.getUint16(at + 10, true) || packed !== plain || commentLength) fail(`${name} is compressed, encrypted or remarked upon: other software packed this zip`);
    if (![0, 0o100000].includes((data.getUint32(at + 38, true) >>> 16) & 0o170000)) fail(`${name} is not a regular file`);
    entries.push({ name, plain, offset });
    at += 46 + nameLength + extraLength;
  }
  if (entries.length !== count || !count) fail("the zip's directory does not list what it counts");
  const found = new Map(), tops = new Set();
  let position = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    const head = await bytesOf(file.slice(position, position + 30 + utf8(entry.name).length), entry.name);
    if (entry.offset !== position || head.length < 30 || view(head).getUint32(0, true) !== 0x04034b50) fail(`bytes before ${entry.name} belong to no file`);
    const nameLength = view(head).getUint16(26, true), from = position + 30 + nameLength + view(head).getUint16(28, true);
    if (nameLength !== head.length - 30 || words(head.subarray(30), "a name in the zip") !== entry.name || view(head).getUint16(6, true) || view(head).getUint16(8, true)) fail(`${entry.name} is named or packed otherwise in its own header`);
    position = from + entry.plain;
    const [top, ...rest] = entry.name.split("/");
    tops.add(top);
    if (!rest.length || tops.size > 1 || !safePart(top)) fail("not everything stands under one top folder");
    takeIn(found, rest.join("/"), file.slice(from, position));
  }
  if (position !== start) fail("bytes before the zip's directory belong to no file");
  return found;
}

// DER: a node knows its tag, its value, and all its bytes.
function der(bytes, at = 0) {
  if (at + 2 > bytes.length) fail("a structure ends too early");
  let [tag, length, from] = [bytes[at], bytes[at + 1], at + 2];
  if ((tag & 31) === 31 || length === 128) fail("a structure is not DER");
  if (length > 128) {
    const digits = length - 128;
    if (digits > 4 || from + digits > bytes.length) fail("a structure is not DER");
    length = bytes.subarray(from, from + digits).reduce((sum, byte) => sum * 256 + byte, 0);
    from += digits;
  }
  if (from + length > bytes.length) fail("a structure ends too early");
  return { tag, value: bytes.subarray(from, from + length), whole: bytes.subarray(at, from + length) };
}
function parts(node) {
  const found = [];
  for (let at = 0; at < node.value.length; at += found[found.length - 1].whole.length) found.push(der(node.value, at));
  return found;
}
const need = (node, what) => node || fail(`${what} is missing`);
function oid(node) {
  const numbers = [];
  let value = 0;
  for (const byte of need(node, "an object's name").value) {
    value = value * 128 + (byte & 127);
    if (!(byte & 128)) { numbers.push(value); value = 0; }
  }
  const first = Math.min(Math.floor(numbers[0] / 40), 2);
  return [first, numbers[0] - first * 40, ...numbers.slice(1)].join(".");
}
function moment(node) {
  const text = words(node.value, "a time"), long = node.tag === 0x18;
  const match = (long ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/ : /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)()Z$/).exec(text) || fail("a time cannot be read");
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  return Date.UTC(long ? year : year + (year < 50 ? 2000 : 1900), month - 1, day, hour, minute, second) + Math.floor(Number(match[7] || 0) * 1000);
}
const shown = (time) => new Date(time).toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC");

function readCertificate(node) {
  const [body, how, signature] = parts(node), fields = parts(body).filter((each) => each.tag !== 0xa0);
  const [serial, , issuer, validity, subject, key] = fields, extensions = new Map();
  const held = fields.find((each) => each.tag === 0xa3);
  for (const each of held ? parts(parts(held)[0]) : []) {
    const [name, ...rest] = parts(each);
    extensions.set(oid(name), { critical: rest.length > 1 && rest[0].value[0] === 255, value: der(rest[rest.length - 1].value) });
  }
  const [from, until] = parts(validity).map(moment);
  return { whole: node.whole, body: body.whole, how: oid(parts(how)[0]), signature: signature.value.subarray(1), serial: serial.value, issuer: issuer.whole, subject: subject.whole, key, from, until, extensions };
}
function readPem(text, label) {
  const blocks = [...text.matchAll(new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`, "g"))];
  return blocks.map((block) => unbase64(block[1].replace(/\s/g, ""), "a certificate"));
}
function named(name) {
  const said = [];
  const walk = (node) => { if (node.tag & 32) parts(node).forEach(walk); else if (node.tag !== 6) said.push(words(node.value, "a name")); };
  walk(der(name));
  return said.join(", ");
}

// CMS (RFC 5652): one signer, its attributes as they were signed, and the certificates that came along.
function readSigned(bytes, mayTrail) {
  const outer = der(bytes), [type, wrapped] = parts(outer);
  if (!mayTrail && outer.whole.length !== bytes.length) fail("bytes follow the signature");
  if (mayTrail && bytes.subarray(outer.whole.length).some((byte) => byte)) fail("bytes follow the signature");
  if (oid(type) !== "1.2.840.113549.1.7.2") fail("this is not a signature");
  const [, , content, ...rest] = parts(parts(need(wrapped, "the signature"))[0]);
  const certificates = rest.filter((each) => each.tag === 0xa0).flatMap(parts).filter((each) => each.tag === 0x30).map(readCertificate);
  const signers = parts(need(rest.find((each) => each.tag === 0x31), "the signer"));
  if (signers.length !== 1) fail("there is not exactly one signer");
  const [, id, digest, signed, how, signature, unsigned] = parts(signers[0]);
  if (!signed || signed.tag !== 0xa0) fail("the signature says nothing about what was signed");
  const attributes = (node) => new Map(parts(node).map((each) => parts(each)).map(([name, values]) => [oid(name), parts(values)[0]]));
  const [kind, inner] = parts(content);
  return {
    certificates, id: parts(id), digest: oid(parts(digest)[0]), how: oid(parts(how)[0]), signature: signature.value,
    signedBytes: Uint8Array.from([0x31, ...signed.whole.subarray(1)]), attributes: attributes(signed),
    unsigned: unsigned ? attributes(unsigned) : new Map(), kind: oid(kind), content: inner ? parts(inner)[0].value : null,
  };
}
