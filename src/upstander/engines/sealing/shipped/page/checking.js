// Checking: each function returns a sentence when all is well, or throws Wrong (or Unchecked) with a sentence.
const HASHES = { "2.16.840.1.101.3.4.2.1": "SHA-256", "2.16.840.1.101.3.4.2.2": "SHA-384", "2.16.840.1.101.3.4.2.3": "SHA-512", "1.3.14.3.2.26": "SHA-1" };
const CURVES = { "1.2.840.10045.3.1.7": ["P-256", 32], "1.3.132.0.34": ["P-384", 48], "1.3.132.0.35": ["P-521", 66] };
const WAYS = {
  "1.2.840.10045.4.3.2": ["EC", "SHA-256"], "1.2.840.10045.4.3.3": ["EC", "SHA-384"], "1.2.840.10045.4.3.4": ["EC", "SHA-512"],
  "1.2.840.113549.1.1.11": ["RSA", "SHA-256"], "1.2.840.113549.1.1.12": ["RSA", "SHA-384"], "1.2.840.113549.1.1.13": ["RSA", "SHA-512"],
  "1.2.840.113549.1.1.1": ["RSA", null],
};
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4", SIGNING_TIME = "1.2.840.113549.1.9.5", TOKEN_TYPE = "1.2.840.113549.1.9.16.1.4";
const CERT_V1 = "1.2.840.113549.1.9.16.2.12", CERT_V2 = "1.2.840.113549.1.9.16.2.47", REPORT_TOKEN = "1.2.840.113549.1.9.16.2.14";
const TAGS = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"];
const LIST = "tagmanifest-sha256.txt", CHAIN = "seal/signer-chain.pem", SEAL = "seal/tagmanifest-sha256.txt.p7s", TOKEN = `${SEAL}.tst`;

function joined(pieces) {
  if (pieces.length === 1) return pieces[0];
  const made = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) { made.set(piece, at); at += piece.length; }
  return made;
}
const digest = async (name, ...pieces) => new Uint8Array(await crypto.subtle.digest(name, joined(pieces)));
const read = (found, path) => bytesOf(need(found.get(path), path), path);
const said = async (found, label) => [...words(await read(found, "bag-info.txt"), "bag-info.txt").matchAll(new RegExp(`^${label}: (.*)$`, "gm"))].map((line) => line[1]);

async function holds(key, way, fallback, signature, bytes) {
  const [kind, hash] = WAYS[way] || fail("a signature is made in a way that this page does not know");
  const name = hash || fallback;
  if (kind === "RSA") {
    const rsa = { name: "RSASSA-PKCS1-v1_5", hash: name };
    return crypto.subtle.verify(rsa, await crypto.subtle.importKey("spki", key.whole, rsa, false, ["verify"]), signature, bytes);
  }
  const [curve, width] = CURVES[oid(parts(parts(key)[0])[1])] || fail("a key is of a kind that this page does not know");
  const raw = new Uint8Array(2 * width);
  parts(der(signature)).forEach((number, place) => {
    const value = number.value[0] ? number.value : number.value.subarray(1);
    if (place > 1 || value.length > width) fail("a signature is malformed");
    raw.set(value, (place + 1) * width - value.length);
  });
  const ec = { name: "ECDSA", namedCurve: curve };
  return crypto.subtle.verify({ name: "ECDSA", hash: name }, await crypto.subtle.importKey("spki", key.whole, ec, false, ["verify"]), raw, bytes);
}
async function issued(cert, issuer) {
  const limits = issuer.extensions.get("2.5.29.19");
  if (!same(cert.issuer, issuer.subject) || !limits || !parts(limits.value).some((each) => each.tag === 1 && each.value[0])) return false;
  try { return await holds(issuer.key, cert.how, null, cert.signature, cert.body); } catch { return false; }
}

// The signer: named by the signature, whose signed part must fit both the content and that signer's key.
async function signerOf(signed, content, mustBind) {
  const signer = signed.certificates.find((cert) => same(cert.issuer, signed.id[0].whole) && same(cert.serial, signed.id[1].value)) || fail("the signer's certificate is missing");
  const name = HASHES[signed.digest] || fail("a hash is of a kind that this page does not know");
  if (!same(need(signed.attributes.get(MESSAGE_DIGEST), "the signed hash").value, await digest(name, ...content))) fail("what was signed is something else");
  const bound = signed.attributes.get(CERT_V2) || signed.attributes.get(CERT_V1);
  if (mustBind && !bound) fail("the signature does not say whose it is");
  if (bound) {
    const fields = parts(parts(parts(bound)[0])[0]), kind = fields[0].tag === 0x30 ? HASHES[oid(parts(fields[0])[0])] : signed.attributes.has(CERT_V2) ? "SHA-256" : "SHA-1";
    if (!same(fields.find((each) => each.tag === 4).value, await digest(kind, signer.whole))) fail("the signature names another signer");
  }
  if (!await holds(signer.key, signed.how, name, signed.signature, signed.signedBytes)) fail("the signature does not fit its signer's key");
  return signer;
}

async function checkLists(found) {
  if (words(await read(found, "bagit.txt"), "bagit.txt") !== "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n") fail("bagit.txt is not what a hub writes");
  const listed = parseList(await read(found, LIST), LIST, 64);
  if ([...listed.keys()].join() !== TAGS.join()) fail(`${LIST} must list exactly ${TAGS.join(", ")}`);
  for (const [path, hash] of listed) if (hex(await digest("SHA-256", await read(found, path))) !== hash) fail(`${path} was changed`);
  return `the SHA-256 of ${LIST} is ${hex(await digest("SHA-256", await read(found, LIST)))}`;
}
function parseList(bytes, name, digits) {
  const listed = new Map(), text = words(bytes, name);
  for (const line of text.split("\n").slice(0, -1)) {
    const match = new RegExp(`^([0-9a-f]{${digits}})  (\\S+)$`).exec(line);
    if (!match || listed.has(match[2])) fail(`${name} has a malformed or repeated line`);
    listed.set(match[2], match[1]);
  }
  if (!text.endsWith("\n") || [...listed.keys()].join("\n") !== [...listed.keys()].sort().join("\n")) fail(`${name} is not in order`);
  return listed;
}

async function checkFiles(found, tell) {
  const lists = [parseList(await read(found, TAGS[2]), TAGS[2], 64), parseList(await read(found, TAGS[3]), TAGS[3], 128)];
  const held = [...found.keys()].filter((path) => path.startsWith("data/")).sort();
  for (const list of lists) {
    const missing = [...list.keys()].filter((path) => !found.has(path)), extra = held.filter((path) => !list.has(path));
    if (missing.length) fail(`missing: ${missing.slice(0, 5).join(", ")}`);
    if (extra.length) fail(`not listed: ${extra.slice(0, 5).join(", ")}`);
  }
  let done = 0, total = 0;
  for (const path of held) {
    const bytes = await read(found, path);
    total += bytes.length;
    if (hex(await digest("SHA-256", bytes)) !== lists[0].get(path) || hex(await digest("SHA-512", bytes)) !== lists[1].get(path)) fail(`${path} was changed`);
    tell(`Checked ${done += 1} of ${held.length} files`);
  }
  if ((await said(found, "Payload-Oxum")).join() !== `${total}.${held.length}`) fail("the size of the whole is not the one that bag-info.txt says");
  return `all ${held.length} files are as listed, by SHA-256 and by SHA-512`;
}
const stamped = async (found) => !["", "none"].includes((await said(found, "Time-Stamp")).join());
async function checkNames(found) {
  const allowed = [...TAGS, LIST, CHAIN, SEAL, ...await stamped(found) ? [TOKEN] : []];
  const extra = [...found.keys()].filter((path) => !path.startsWith("data/") && !allowed.includes(path));
  if (extra.length) fail(`does not belong here: ${extra.join(", ")}`);
  allowed.forEach((path) => need(found.get(path), path));
  return "nothing is missing and nothing was added";
}

async function checkSeal(found, anchors, state) {
  const signed = readSigned(await read(found, SEAL), false);
  if (signed.kind !== "1.2.840.113549.1.7.1" || signed.unsigned.size) fail("the seal is not in the form that a hub writes");
  const signer = await signerOf(signed, [await read(found, LIST)], false);
  state.signer = signer;
  state.claimed = moment(need(signed.attributes.get(SIGNING_TIME), "the time of signing"));
  const who = `sealed by ${named(signer.subject)} (SHA-256 fingerprint ${hex(await digest("SHA-256", signer.whole))}), who says at ${shown(state.claimed)}`;
  if (!anchors.length) return `${who}; NOBODY VOUCHES for this signer: choose the hub's root certificate`;
  for (const anchor of anchors) {
    const limits = signer.extensions.get("2.5.29.19"), usage = signer.extensions.get("2.5.29.15");
    const leaf = limits && !parts(limits.value).some((each) => each.tag === 1 && each.value[0]) && usage && usage.value.value[1] & 128;
    const valid = [signer, anchor].every((cert) => cert.from <= state.claimed && state.claimed <= cert.until);
    const chain = readPem(words(await read(found, CHAIN), CHAIN), "CERTIFICATE");
    if (!leaf || !valid || !await issued(signer, anchor)) continue;
    if (chain.length !== 2 || !same(chain[0], signer.whole) || !same(chain[1], anchor.whole)) fail(`${CHAIN} does not show the signer and its root`);
    return who;
  }
  return fail("sealed by someone for whom the certificate that you chose does not vouch");
}

// RFC 3161: the token is about this hash, its signer is a time-stamping authority and nothing else, and it leads to the root.
async function checkToken(bytes, hash, anchors) {
  const signed = readSigned(bytes, true);
  if (signed.kind !== TOKEN_TYPE || !signed.content) fail("the token is not a time stamp");
  const signer = await signerOf(signed, [signed.content], true), info = parts(der(signed.content));
  const imprint = parts(info[2]), at = moment(info[4]);
  if (HASHES[oid(parts(imprint[0])[0])] !== "SHA-256" || !same(imprint[1].value, hash)) fail("the token is for something else");
  const usage = signer.extensions.get("2.5.29.37");
  if (!usage || !usage.critical || parts(usage.value).map(oid).join() !== "1.3.6.1.5.5.7.3.8") fail("the token's signer is not a time-stamping authority");
  const who = `${named(signer.subject)} saw it at ${shown(at)}`;
  if (!anchors.length) return { at, who: `${who}; NOBODY VOUCHES for this authority: choose its root certificate` };
  for (let cert = signer, step = 0; step < 4 && cert; step += 1) {
    if (at < cert.from || at > cert.until) break;
    for (const anchor of anchors) if (anchor.until >= at && await issued(cert, anchor)) return { at, who };
    let above = null;
    for (const each of signed.certificates) if (each !== cert && await issued(cert, each)) above = each;
    cert = above;
  }
  return fail("the token comes from an authority for whom the certificate that you chose does not vouch");
}
async function checkTime(found, anchors, state) {
  if (!await stamped(found)) return "there is NO time stamp: the time in the seal is the hub's own claim, and the package says so";
  const { at, who } = await checkToken(await read(found, TOKEN), await digest("SHA-256", await read(found, SEAL)), anchors);
  if (state.claimed === undefined) fail("there is no seal that holds, and so nothing that a token could be about");
  if (at - state.claimed < -5000 || at - state.claimed > 3600000) fail(`the hub claims ${shown(state.claimed)}, the token says ${shown(at)}`);
  return who;
}

// The report's own signature (PAdES): one, over every byte beside its own place, by who sealed the package.
async function checkReport(found, anchors, state) {
  const declared = (await said(found, "Report-Signature")).join(), volumes = [...found.keys()].filter((path) => /^data\/report(-\d+)?\.pdf$/.test(path));
  if (!declared) return "no report in it is said to be signed by itself";
  if (!volumes.length) fail("there is no report");
  if (!state.signer) fail("there is no seal that holds, and so no signer to compare");
  for (const path of volumes) {
    const bytes = await read(found, path), text = new TextDecoder("latin1").decode(bytes);
    const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]/g)];
    if (ranges.length !== 1 || text.split("/ByteRange").length !== 2) fail(`${path} is not signed once`);
    const [start, length, resumed, rest] = ranges[0].slice(1).map(Number);
    if (start || resumed + rest !== bytes.length || resumed < length) fail(`${path} is not signed as a whole: bytes were added or taken away`);
    const held = text.slice(length, resumed);
    if (!text.slice(0, length).trimEnd().endsWith("/Contents") || !/^<([0-9A-Fa-f]{2})+>$/.test(held)) fail(`${path} keeps room beside its signature that nothing covers`);
    if (!/\/TransformMethod\s*\/DocMDP\s*\/TransformParams\s*<<[^<>]*\/P\s+1\b[^<>]*>>/.test(text)) fail(`${path} is not certified against changes`);
    const signed = readSigned(unhex(held.slice(1, -1)), true);
    const signer = await signerOf(signed, [bytes.subarray(0, length), bytes.subarray(resumed)], true), token = signed.unsigned.get(REPORT_TOKEN);
    if (!same(signer.whole, state.signer.whole)) fail(`${path} is signed by another than the package`);
    if (token) await checkToken(token.whole, await digest("SHA-256", signed.signature), anchors);
    if (declared !== `PAdES ${token ? "B-T" : "B-B"}`) fail(`${path} does not have the signature that is declared`);
  }
  return `${volumes.length} signed as a whole (${declared}) by who sealed the package`;
}

// RFC 9162, 2.1.3.2: the root to which a path leads from an event.
async function rootFrom(leaf, index, size, path) {
  let [position, last, found] = [index, size - 1, leaf];
  for (const step of path) {
    if (last === 0) return null;
    if (position % 2 || position === last) {
      found = await digest("SHA-256", Uint8Array.of(1), step, found);
      while (position && position % 2 === 0) [position, last] = [Math.floor(position / 2), Math.floor(last / 2)];
    } else found = await digest("SHA-256", Uint8Array.of(1), found, step);
    [position, last] = [Math.floor(position / 2), Math.floor(last / 2)];
  }
  return last === 0 ? found : null;
}
async function checkCustody(found) {
  const held = (name) => read(found, `data/custody/${name}`);
  const text = words(await held("checkpoint.txt"), "the checkpoint"), cut = text.indexOf("\n\n"), lines = text.slice(0, cut).split("\n");
  if (cut < 0 || lines.length !== 3 || !/^(0|[1-9]\d*)$/.test(lines[1])) fail("the checkpoint is malformed");
  const [origin, size, root] = [lines[0], Number(lines[1]), unbase64(lines[2], "the checkpoint's root")];
  const proofs = JSON.parse(words(await held("inclusion.json"), "the proofs")), bytes = await held("events.jsonl"), bodies = [];
  for (let from = 0; from < bytes.length;) {
    const until = bytes.indexOf(10, from);
    if (until < 0) fail("the last event is cut short");
    bodies.push(bytes.subarray(from, until));
    from = until + 1;
  }
  if (proofs.size !== size || proofs.root !== hex(root) || proofs.proofs.length !== bodies.length) fail("the proofs are for another checkpoint or for other events");
  let last = null;
  for (const [place, body] of bodies.entries()) {
    const event = JSON.parse(words(body, "an event")), proof = proofs.proofs[place], leaf = await digest("SHA-256", Uint8Array.of(0), body);
    if (!Number.isInteger(event.seq) || event.seq !== proof.seq || (last && event.seq <= last.seq)) fail(`event ${event.seq} is out of order or has another's proof`);
    const index = event.seq - proofs.first_seq, reached = index >= 0 && index < size ? await rootFrom(leaf, index, size, proof.path.map(unhex)) : null;
    if (hex(leaf) !== proof.leaf || !reached || !same(reached, root)) fail(`event ${event.seq} is not what the journal held when the checkpoint was signed`);
    if (index === 0 && event.prev !== "0".repeat(64)) fail("the journal's first event names a predecessor");
    if (last && last.seq === event.seq - 1 && event.prev !== hex(await digest("SHA-256", last.body))) fail(`event ${event.seq} does not follow event ${last.seq}`);
    last = { seq: event.seq, body };
  }
  if (!await signedByJournal(text, cut, origin, await held("journal-public.pem"))) fail("the checkpoint is not signed by the journal's key");
  return `${bodies.length} events are proven to stand in ${origin}, which had ${size} events`;
}
async function signedByJournal(text, cut, origin, pem) {
  const [spki] = readPem(words(pem, "the journal's key"), "PUBLIC KEY");
  let key;
  try { key = await crypto.subtle.importKey("spki", need(spki, "the journal's key"), "Ed25519", false, ["verify"]); } catch (error) {
    if (error.name !== "NotSupportedError") fail("the journal's key cannot be read");
    throw new Unchecked("the events fit the checkpoint, but this browser cannot check the checkpoint's signature (Ed25519): use a newer one");
  }
  const id = (await digest("SHA-256", utf8(`${origin}\n`), Uint8Array.of(1), spki.subarray(-32))).subarray(0, 4);
  for (const line of text.slice(cut + 2).split("\n")) {
    const [dash, name, encoded, ...more] = line.split(" ");
    if (dash !== "\u2014" || name !== origin || more.length) continue;
    const signed = unbase64(encoded, "a signature");
    if (same(signed.subarray(0, 4), id) && await crypto.subtle.verify("Ed25519", key, signed.subarray(4), utf8(text.slice(0, cut + 1)))) return true;
  }
  return false;
}
