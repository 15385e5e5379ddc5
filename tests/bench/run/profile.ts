// Where the main thread's time goes, function by function.

import { writeFileSync } from "node:fs";
import type { CDPSession } from "playwright-core";

const SECONDS = 4;

/** Profiles what runs now; leaves `PATH.cpuprofile` for a browser's tools and `PATH.profile.txt` for people. */
export async function profile(cdp: CDPSession, path: string): Promise<void> {
  await cdp.send("Profiler.enable");
  await cdp.send("Profiler.setSamplingInterval", { interval: 200 });
  await cdp.send("Profiler.start");
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  const { profile } = await cdp.send("Profiler.stop");
  writeFileSync(`${path}.cpuprofile`, JSON.stringify(profile));
  const own = new Map<string, number>();
  const nameOf = new Map(profile.nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName || "(anonymous)"} ${callFrame.url.split("/").pop() ?? ""}:${callFrame.lineNumber}:${callFrame.columnNumber}`]));
  profile.samples?.forEach((id, at) => {
    const name = nameOf.get(id) ?? "?";
    own.set(name, (own.get(name) ?? 0) + (profile.timeDeltas?.[at] ?? 0) / 1000);
  });
  const lines = [...own].sort((a, b) => b[1] - a[1]).slice(0, 60);
  writeFileSync(`${path}.profile.txt`, lines.map(([name, ms]) => `${ms.toFixed(1).padStart(9)} ms  ${name}`).join("\n"));
}
