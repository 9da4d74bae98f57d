// Showing: what was chosen goes in, a table and one verdict come out. Nothing is ever called right that was not checked.
const at = (id) => document.getElementById(id);
const VERDICTS = {
  fits: ["The package fits.", "Every file is the one that was sealed, and the seal leads to the certificate that you chose."],
  bare: ["The package is whole, but nobody vouches for it.", "NOT verified: choose the root certificates that you received by another channel (the hub's, and the time-stamping authority's where there is a time stamp)."],
  unchecked: ["Not everything could be checked.", "NOT verified: see below what this browser cannot check, and use another browser or the commands in READ-ME-FIRST.txt."],
  wrong: ["The package does NOT fit. Do not rely on it.", "See below what is wrong, keep the file as it is, and ring the hub on a number that you knew before."],
};

async function certificates(id) {
  const file = at(`${id}-file`).files[0], text = `${at(`${id}-text`).value}\n${file ? await file.text() : ""}`;
  const found = readPem(text, "CERTIFICATE").map((bytes) => readCertificate(der(bytes)));
  if (text.trim() && !found.length) fail("what you gave as a certificate is none (it must begin with -----BEGIN CERTIFICATE-----)");
  return found;
}
async function run() {
  const results = [], state = {}, tell = (text) => { at("progress").textContent = text; };
  const check = async (name, work) => {
    tell(`Checking: ${name}`);
    try { results.push([name, "fits", await work()]); } catch (error) {
      const kind = error instanceof Unchecked ? "unchecked" : "wrong";
      results.push([name, kind, error instanceof Wrong || error instanceof Unchecked ? error.message : `cannot be read (${error.name})`]);
    }
  };
  let found = null, hub = [], time = [], open = false;
  await check("Certificates that you chose", async () => {
    [hub, time] = [await certificates("hub"), await certificates("time")];
    return `${hub.length} of the hub, ${time.length} of a time-stamping authority`;
  });
  await check("Zip or folder", async () => {
    const zip = at("zip").files[0], folder = [...at("folder").files];
    if (!zip === !folder.length) fail("choose either the zip or the unpacked folder");
    found = zip ? await readZip(zip) : readFolder(folder);
    return `${found.size} files and nothing else`;
  });
  if (found) {
    await check("Lists", () => checkLists(found));
    await check("Files", () => checkFiles(found, tell));
    await check("Names", () => checkNames(found));
    await check("Seal", () => checkSeal(found, hub, state));
    await check("Time stamp", () => checkTime(found, time, state));
    await check("Report", () => checkReport(found, time, state));
    await check("Journal", () => checkCustody(found));
    open = !hub.length || (found.has(TOKEN) && !time.length);
  }
  const has = (kind) => results.some((result) => result[1] === kind);
  show(has("wrong") ? "wrong" : has("unchecked") ? "unchecked" : open ? "bare" : "fits", results);
}
function show(verdict, results) {
  const [title, advice] = VERDICTS[verdict], rows = at("rows"), word = { fits: "fits", wrong: "WRONG", unchecked: "NOT CHECKED" };
  at("progress").textContent = "";
  at("verdict").textContent = title;
  at("advice").textContent = advice;
  at("result").className = verdict;
  at("result").dataset.verdict = verdict;
  rows.replaceChildren(...results.map(([name, kind, text]) => {
    const row = document.createElement("tr");
    ["th", "td", "td"].forEach((tag, place) => { row.append(Object.assign(document.createElement(tag), { textContent: [name, word[kind], text][place] })); });
    row.firstChild.scope = "row";
    row.className = kind;
    return row;
  }));
  at("result").hidden = false;
  at("verdict").focus();
}
document.addEventListener("DOMContentLoaded", () => {
  const able = Boolean(globalThis.crypto && crypto.subtle && globalThis.BigInt);
  at("unable").hidden = able;
  at("check").disabled = !able;
  at("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!able) return;
    at("check").disabled = true;
    at("result").hidden = true;
    at("result").removeAttribute("data-verdict");
    try { await run(); } finally { at("check").disabled = false; }
  });
});
