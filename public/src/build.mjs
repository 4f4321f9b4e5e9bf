// Builds what the browser fetches into public/dist: names carry a hash of the content,
// each file has a gzip and a brotli copy beside it, manifest.json tells which name is which.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { ring, sprite } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "dist");
const KB = 1024;

// The most that each file may weigh after gzip, in bytes.
const budget = { "folkmoot.css": 16 * KB, "folkmoot.js": 5 * KB, "compose.js": 4 * KB, "write.js": 3 * KB, "coding.js": 3 * KB, "moderation.js": 2 * KB, "passkey.js": 2 * KB, "turn.js": 1 * KB, "icons.svg": 5 * KB };

const files = {
  "folkmoot.css": await styles(),
  "folkmoot.js": await script("main.js"),
  "compose.js": await script("compose.js"),
  "write.js": await script("write.js"),
  "coding.js": await script("coding.js"),
  "moderation.js": await script("moderation.js"),
  "passkey.js": await script("passkey.js"),
  "turn.js": await script("turn.js"),
  "icons.svg": sprite(),
  "ring.svg": ring(),
  "favicon.svg": read("favicon.svg"),
  "govuk-frontend-licence.txt": read("govuk-frontend-licence.txt"),
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const manifest = {};
for (const [name, text] of Object.entries(files)) manifest[name] = write(name, Buffer.from(text, "utf8"));
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");

async function styles() {
  const compiled = sass.compile(join(here, "folkmoot.scss"), {
    loadPaths: [join(here, "node_modules")],
    quietDeps: true,
  });
  const { code, warnings } = await esbuild.transform(compiled.css, { loader: "css", minify: true, charset: "utf8" });
  if (warnings.length) fail("folkmoot.css: " + warnings.map((w) => w.text).join("; "));
  for (const banned of ["GDS", "url(", "@font-face", "@import"]) {
    if (code.includes(banned)) fail(`folkmoot.css contains ${banned}`);
  }
  return code;
}

async function script(entry) {
  const built = await esbuild.build({
    entryPoints: [join(here, "js", entry)],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    charset: "utf8",
    legalComments: "none",
    write: false,
    logLevel: "error",
  });
  return built.outputFiles[0].text;
}

// write puts a file and its compressed copies into dist and gives the hashed name.
function write(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
  const ext = extname(name);
  const hashed = `${name.slice(0, -ext.length)}-${hash}${ext}`;
  const gzip = gzipSync(bytes, { level: 9 });
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  if (gzip.length > (budget[name] ?? Infinity)) fail(`${name} weighs ${gzip.length} bytes gzipped, over ${budget[name]}`);
  writeFileSync(join(dist, hashed), bytes);
  writeFileSync(join(dist, hashed + ".gz"), gzip);
  writeFileSync(join(dist, hashed + ".br"), brotli);
  console.log(`${hashed}  ${bytes.length} bytes, ${gzip.length} gzip, ${brotli.length} brotli`);
  return hashed;
}

function read(name) {
  return readFileSync(join(here, name), "utf8");
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
