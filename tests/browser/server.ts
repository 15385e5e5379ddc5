// The real server on a free port, with the sample hall and small halls that the specs make, some of them broken.

import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CHARTS, chartsGltf, chartsHall } from "./charts";
import { packedGltf, panorama, picturedRoom, polishedRoom, roomGltf, roomHall, roomWithLooks } from "./room";

export const root = resolve(__dirname, "../..");
/** `DIST` and `HALLS` name another build and other sample halls than this tree's. */
export const dist = process.env.DIST ?? join(root, "dist");
const sampleHalls = process.env.HALLS ?? join(root, "assets/halls");

export interface Server {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** The folder of its halls. */
  halls: string;
  stop(): Promise<void>;
}

function writeHall(folder: string, files: Record<string, string | Buffer>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

function makeHalls(): string {
  const halls = mkdtempSync(join(tmpdir(), "yunzhan-specs-"));
  cpSync(join(sampleHalls, "lobby"), join(halls, "lobby"), { recursive: true });
  const hall = (scenes: string[]) => JSON.stringify(roomHall(scenes));
  const pictures = join(sampleHalls, "lobby/pictures");
  const picture = readFileSync(join(pictures, readdirSync(pictures)[0]!));
  writeHall(join(halls, "room"), { "hall.json": hall(["room.gltf"]), "room.gltf": roomGltf(), "picture.jpg": picture });
  writeHall(join(halls, "pictured"), { "hall.json": hall(["pictured.glb"]), "pictured.glb": picturedRoom(picture), "picture.jpg": picture });
  writeHall(join(halls, "bumpy"), { "hall.json": hall(["bumpy.glb"]), "bumpy.glb": picturedRoom(picture, "bumps"), "picture.jpg": picture });
  writeHall(join(halls, "looks"), { "hall.json": hall(["room.gltf"]), "room.gltf": roomWithLooks(), "picture.jpg": picture });
  writeHall(join(halls, "polished"), { "hall.json": hall(["room.gltf"]), "room.gltf": polishedRoom(), "picture.jpg": picture });
  const dim = { exposure: 0.2, auto_exposure: { min_ev: -3, max_ev: 3 }, environment: { panorama: "sky.hdr" } };
  writeHall(join(halls, "dim"), { "hall.json": JSON.stringify({ ...roomHall(["room.gltf"]), ...dim }), "room.gltf": roomGltf(), "picture.jpg": picture, "sky.hdr": panorama() });
  const drc = readFileSync(join(root, "tests/gltf/edgebreaker.drc"));
  writeHall(join(halls, "packed"), { "packed.gltf": packedGltf(drc), "hall.json": '{"version": 1, "title": "压缩", "scenes": ["packed.gltf"]}' });
  const charts = CHARTS.map((name): [string, Buffer] => [`${name}.ktx2`, readFileSync(join(root, `tests/unpack/${name}.ktx2`))]);
  writeHall(join(halls, "charts"), { "hall.json": chartsHall, "charts.gltf": chartsGltf(), ...Object.fromEntries(charts) });
  // The header is sound, what follows is cut short.
  const cut = charts.map(([name, bytes]): [string, Buffer] => [name, bytes.subarray(0, bytes.length >> 1)]);
  writeHall(join(halls, "unsound"), { "hall.json": chartsHall, "charts.gltf": chartsGltf(), ...Object.fromEntries(cut) });
  writeHall(join(halls, "missing"), { "hall.json": hall(["room.gltf"]), "room.gltf": roomGltf("gone.bin") });
  // A header that promises more than there is.
  const lie = Buffer.from("676c5446020000001000000010000000", "hex");
  writeHall(join(halls, "broken"), { "hall.json": hall(["room.glb"]), "room.glb": lie });
  writeHall(join(halls, "invalid"), { "hall.json": '{"version": 1, "title": "坏", "scenes": "room.glb"}' });
  return halls;
}

function listening(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const address = /http:\/\/[\d.]+:\d+/.exec(output);
      if (address) resolve(address[0]);
    };
    process.stdout?.on("data", read);
    process.stderr?.on("data", read);
    process.on("error", reject);
    process.on("exit", (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
}

/** Starts it; `flags` go to `yunzhan serve`. */
export async function startServer(flags: string[] = []): Promise<Server> {
  const halls = makeHalls();
  const data = mkdtempSync(join(tmpdir(), "yunzhan-specs-data-"));
  const args = ["serve", "--port", "0", "--halls", halls, "--data", data, "--dist", dist, "--log", "warn", ...flags];
  const process = spawn(join(dist, "bin/yunzhan"), args, { stdio: ["ignore", "pipe", "pipe"] });
  const origin = await listening(process);
  const stop = async () => {
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGTERM");
    await ended;
    for (const folder of [halls, data]) rmSync(folder, { recursive: true, force: true });
  };
  return { origin, halls, stop };
}
