// Our own server for our own page, and a plain one for everybody else's, which sends what was compressed ahead of time, as ours does.

import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { roomPanorama } from "./panorama";

export interface Server {
  origin: string;
  stop(): Promise<void>;
}

/** `yunzhan serve` with these halls. */
export async function startOurs(dist: string, halls: string, data: string): Promise<Server> {
  const args = ["serve", "--port", "0", "--halls", halls, "--data", data, "--dist", dist, "--log", "warn"];
  const server = spawn(join(dist, "bin/yunzhan"), args, { stdio: ["ignore", "pipe", "pipe"] });
  const origin = await new Promise<string>((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const address = /http:\/\/[\d.]+:\d+/.exec(output);
      if (address) resolve(address[0]);
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
  };
  process.once("exit", () => server.kill("SIGTERM"));
  return { origin, stop };
}

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".gltf": "model/gltf+json",
  ".glb": "model/gltf-binary",
  ".bin": "application/octet-stream",
  ".hdr": "application/octet-stream",
  ".jpg": "image/jpeg",
  ".png": "image/png",
};

const document = (page: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${page}</title><link rel="icon" href="data:,"><style>html,body{margin:0;overflow:hidden;background:#000}canvas{display:block;width:100vw;height:100vh}</style><canvas></canvas><script type="module" src="/pages/${page}/${page}.js"></script>`;

/** Leaves a compressed copy beside every file of a folder with such an ending, if there is none. */
function compress(folder: string, ending: RegExp, quality: number, window: number): void {
  for (const name of readdirSync(folder).filter((file) => ending.test(file))) {
    const path = join(folder, name);
    if (existsSync(`${path}.br`)) continue;
    const bytes = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: window, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  }
}

/** The scripts of a page, as the builder does with ours. */
export const compressPage = (pages: string, page: string): void => compress(join(pages, page), /\.(js|wasm)$/, 11, 24);

/** A scene, as our server does by itself: both servers send what lies beside the file. */
export const compressScene = (halls: string, name: string): void => compress(join(halls, name), /\.(glb|gltf|bin)$/, 9, 22);

/** `/PAGE` is a page; `/pages/…` its scripts; `/halls/…` the scenes; `/room.hdr` the light. */
export async function startPeers(pages: string, halls: string): Promise<Server> {
  const panorama = roomPanorama();
  const http = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const send = (bytes: Buffer, extension: string, coding?: string) => {
      response.setHeader("content-type", TYPES[extension] ?? "application/octet-stream");
      response.setHeader("content-length", bytes.length);
      if (coding) response.setHeader("content-encoding", coding);
      response.end(bytes);
    };
    if (path === "/room.hdr") return send(panorama, ".hdr");
    if (path === "/meshopt_decoder.js") return send(readFileSync("node_modules/meshoptimizer/meshopt_decoder.cjs"), ".js");
    const isFile = /^\/(pages|halls)\//.exec(path);
    if (!isFile) return send(Buffer.from(document(path.slice(1))), ".html");
    const rest = normalize(path.slice(isFile[0].length));
    const file = join(isFile[1] === "pages" ? pages : halls, rest);
    if (rest.startsWith("..") || !existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
    const hasBrotli = /\bbr\b/.test(String(request.headers["accept-encoding"])) && existsSync(`${file}.br`);
    send(readFileSync(hasBrotli ? `${file}.br` : file), extname(file), hasBrotli ? "br" : undefined);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const stop = () => new Promise<void>((resolve) => void http.close(() => resolve()));
  return { origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, stop };
}
