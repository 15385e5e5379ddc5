// Tables: what was measured, and beside it how many times ours that is.

import { cpus } from "node:os";
import { isOurs, type Contender } from "./contenders";
import type { Numbers } from "./measure";
import type { BenchScene } from "./scenes";

export interface Result {
  scene: BenchScene;
  contender: Contender;
  /** Or in words why there are none. */
  numbers: Numbers | string;
}

interface Measure {
  key: keyof Numbers;
  title: string;
  show: (value: number) => string;
  isMoreBetter?: boolean;
}

const whole = (value: number) => Math.round(value).toLocaleString("en");
const tenth = (value: number) => value.toFixed(value < 100 ? 1 : 0);

const MEASURES: Measure[] = [
  { key: "firstBytes", title: "KB to first picture", show: (bytes) => whole(bytes / 1000) },
  { key: "firstMs", title: "first picture, ms", show: whole },
  { key: "completeMs", title: "all textures, ms", show: whole },
  { key: "seenMs", title: "read back, ms", show: whole },
  { key: "slowFirstMs", title: "20 Mbit/s: first picture, ms", show: whole },
  { key: "slowSeenMs", title: "20 Mbit/s: on the screen, ms", show: whole },
  { key: "slowCompleteMs", title: "20 Mbit/s: all textures, ms", show: whole },
  { key: "framesPerSecond", title: "frames/s", show: tenth, isMoreBetter: true },
  { key: "pageCpuMs", title: "main thread, ms/frame", show: tenth },
  { key: "gpuProcessCpuMs", title: "GPU process, ms/frame", show: tenth },
  { key: "rendererMb", title: "page, MB", show: whole },
  { key: "gpuProcessMb", title: "GPU process, MB", show: whole },
];

function ofOurs(results: Result[], { scene, contender }: Result, key: keyof Numbers): number | undefined {
  const ours = results.find((other) => other.scene.name === scene.name && isOurs(other.contender) && other.contender.backend === contender.backend);
  return typeof ours?.numbers === "object" ? ours.numbers[key] : undefined;
}

function cell(results: Result[], result: Result, { key, show }: Measure): string {
  if (typeof result.numbers === "string") return "";
  const value = result.numbers[key];
  if (value === undefined) return "";
  const ours = ofOurs(results, result, key);
  const ratio = isOurs(result.contender) || !ours ? "" : ` (${(value / ours).toFixed(2)}×)`;
  return show(value) + ratio;
}

function table(results: Result[]): string {
  const measures = MEASURES.filter(({ key }) => results.some(({ numbers }) => typeof numbers === "object" && numbers[key] !== undefined));
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const rows = results.map((result) => row([isOurs(result.contender) ? `**${result.contender.name}**` : result.contender.name, ...measures.map((measure) => cell(results, result, measure))]));
  const failures = results.filter(({ numbers }) => typeof numbers === "string").map(({ contender, numbers }) => `\n${contender.name} failed: ${String(numbers).split("\n")[0]}`);
  return [row(["", ...measures.map(({ title }) => title)]), row(["---", ...measures.map(() => "---:")]), ...rows, ...failures].join("\n");
}

/** For each measure the best of the others on the same backend, if it is better than ours. */
function behind(results: Result[]): string[] {
  return results
    .filter(({ contender }) => isOurs(contender))
    .flatMap((ours) =>
      MEASURES.flatMap(({ key, title, show, isMoreBetter }) => {
        if (typeof ours.numbers === "string") return [];
        const own = ours.numbers[key];
        if (own === undefined) return [];
        const rivals = results.flatMap(({ contender, numbers }) => {
          const value = typeof numbers === "object" && !isOurs(contender) && contender.backend === ours.contender.backend ? numbers[key] : undefined;
          return value === undefined ? [] : [{ name: contender.name, value }];
        });
        const [best] = rivals.sort((a, b) => (isMoreBetter ? b.value - a.value : a.value - b.value));
        if (!best) return [];
        const ratio = isMoreBetter ? best.value / own : own / best.value;
        if (ratio <= 1.05) return [];
        return [`- ${ours.scene.name}, ${ours.contender.backend}, ${title}: ours ${show(own)}, ${best.name} ${show(best.value)} (${ratio.toFixed(2)}× behind)`];
      }),
    );
}

export function scenesOf(results: Result[]): [BenchScene, Result[]][] {
  const names = [...new Set(results.map(({ scene }) => scene.name))];
  return names.map((name) => {
    const those = results.filter(({ scene }) => scene.name === name);
    return [those[0]!.scene, those];
  });
}

/** For the terminal: every table. */
export function print(results: Result[]): string {
  const parts = scenesOf(results).map(([scene, those]) => `${scene.name}: ${scene.about}\n\n${table(those)}\n`);
  const left = scenesOf(results).flatMap(([, those]) => behind(those));
  return [...parts, left.length > 0 ? `Where the best of the others is ahead of ours:\n${left.join("\n")}` : "Nobody is ahead of ours."].join("\n");
}

/** For the record. */
export function markdown(results: Result[], browser: string, command: string, versions: Record<string, string>): string {
  const [cpu] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const contenders = [...new Map(results.map(({ contender }) => [contender.name, contender])).values()];
  return `# The bench, ours beside the others

Made by \`${command}\` on ${date}; how and what of: [README.md](README.md). Numbers in brackets: how many times ours on the same backend.

- Machine: ${cpus().length} cores, ${cpu?.model.trim() ?? "unknown"}; software rasteriser (SwiftShader), no graphics card.
- Browser: ${browser}.
- Versions: ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ")}.

| name | what it does |
| --- | --- |
${contenders.map(({ name, how }) => `| ${name} | ${how} |`).join("\n")}

${scenesOf(results).map(([scene, those]) => `## ${scene.name}\n\n${scene.about}; ${scene.size.width} × ${scene.size.height}\n\n${table(those)}`).join("\n\n")}

## Where the best of the others is ahead of ours

${scenesOf(results).flatMap(([, those]) => behind(those)).join("\n") || "Nowhere."}
`;
}
