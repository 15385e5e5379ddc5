// One browser at a time, drawn by software, and what the system knows about its processes.

import { readFileSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** As for the specs: software WebGL2 and WebGPU, and a browser that talks to nobody. */
const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  "--use-webgpu-adapter=swiftshader",
  "--use-vulkan=swiftshader",
];

export function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, ignoreDefaultArgs: ["--headless"], args: FLAGS });
}

/** A process of the browser. */
export class Process {
  constructor(private readonly id: number) {}

  /** Time on all cores so far, milliseconds. */
  cpuMs(): number {
    const stat = readFileSync(`/proc/${this.id}/stat`, "utf8");
    // The name may hold spaces; it ends with the last parenthesis. The clock ticks a hundred times a second.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  memoryMb(): number {
    const status = readFileSync(`/proc/${this.id}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  }
}

export interface Processes {
  gpu: Process;
  /** The one that shows the page: of all of them it has worked most. */
  renderer: Process;
}

export async function processesOf(browser: Browser): Promise<Processes> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const busiest = (type: string) => {
    const [first] = processInfo.filter((info) => info.type.toLowerCase() === type).sort((a, b) => b.cpuTime - a.cpuTime);
    if (!first) throw new Error(`the browser has no ${type} process: ${processInfo.map((info) => info.type).join(", ")}`);
    return new Process(first.id);
  };
  return { gpu: busiest("gpu"), renderer: busiest("renderer") };
}
