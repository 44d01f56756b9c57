// Run Python given on stdin as {"files": {path: text}, "code": text} on MicroPython; its output is ours.
import fs from "node:fs";
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";

const { files, code } = JSON.parse(fs.readFileSync(0, "utf8"));
const lines = [];
const python = await loadMicroPython({ stdout: (line) => lines.push(line), heapsize: 64 * 1024 * 1024, linebuffer: true });
python.FS.mkdir("/orbitronics");
for (const [path, text] of Object.entries(files)) python.FS.writeFile(path, text);
try {
  python.runPython(code);
} catch (error) {
  console.error(String(error.message));
  process.exit(1);
}
fs.writeSync(1, lines.join("\n"));
