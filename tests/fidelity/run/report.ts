// What came of it, for the eye and for the record.

export interface Outcome {
  name: string;
  /** File names beside the report. */
  three?: string;
  ours?: string;
  difference?: string;
  references: { by: string; picture: string }[];
  numbers?: { mean: number; modelMean: number; modelPart: number };
  failure?: string;
}

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

function figure(caption: string, picture: string | undefined): string {
  return picture === undefined ? "" : `<figure><img src="${encodeURI(picture)}" width="320" alt=""><figcaption>${escaped(caption)}</figcaption></figure>`;
}

function section({ name, three, ours, difference, references, numbers, failure }: Outcome): string {
  const words = numbers ? `FLIP of the model ${numbers.modelMean.toFixed(3)}, of the picture ${numbers.mean.toFixed(3)}` : escaped(failure ?? "");
  const pictures = [figure("ours", ours), figure("three.js", three), figure("difference", difference), ...references.map(({ by, picture }) => figure(by, picture))];
  return `<section><h2>${escaped(name)}</h2><p>${words}</p><div>${pictures.join("")}</div></section>`;
}

/** Worst first. */
const sorted = (outcomes: Outcome[]) => [...outcomes].sort((a, b) => (b.numbers?.modelMean ?? 2) - (a.numbers?.modelMean ?? 2));

export function page(outcomes: Outcome[]): string {
  const style = "body{font:16px sans-serif;margin:2rem;background:#222;color:#ddd}div{display:flex;flex-wrap:wrap;gap:.5rem}figure{margin:0}img{background:#888}";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Fidelity</title><style>${style}</style><h1>Ours beside three.js</h1>${sorted(outcomes).map(section).join("")}`;
}

export function summary(outcomes: Outcome[], how: string): string {
  const rows = sorted(outcomes).map(({ name, numbers, failure }) =>
    numbers ? `| ${name} | ${numbers.modelMean.toFixed(3)} | ${numbers.mean.toFixed(3)} | ${Math.round(numbers.modelPart * 100)} % |` : `| ${name} | ${failure ?? ""} | | |`,
  );
  return `# Fidelity, ours beside three.js

Made by \`cargo xtask fidelity\` on ${new Date().toISOString().slice(0, 10)} (${how}); 512 × 512, Khronos PBR Neutral, the same camera and light, software rasteriser.
FLIP is how different two pictures look to somebody who flips between them: 0 is the same, 1 is black and white. What the other draws is not the truth; a large number is where to look.

| model | FLIP of the model | FLIP of the picture | model covers |
| --- | ---: | ---: | ---: |
${rows.join("\n")}
`;
}
