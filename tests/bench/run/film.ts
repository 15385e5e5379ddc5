// A strip of pictures: what a visitor sees, every quarter of a second.

import type { Browser } from "playwright-core";
import type { Shot } from "./timeline";

export interface Strip {
  title: string;
  shots: Shot[];
}

const STEP_MS = 250;
/** Each row of a strip shows so many pictures. */
const COLUMNS = 12;
const SIZE = { width: 160, height: 90 };

/** What was on the screen at each step. */
function at(shots: Shot[], ms: number): string | null {
  const before = shots.filter(({ atMs }) => atMs <= ms);
  return before[before.length - 1]?.picture ?? null;
}

/** Draws strips of `seconds` below each other; JPEG. */
export async function film(browser: Browser, strips: Strip[], seconds: number): Promise<Buffer> {
  const steps = Array.from({ length: Math.ceil((seconds * 1000) / STEP_MS) }, (_, step) => (step + 1) * STEP_MS);
  const page = await (await browser.newContext()).newPage();
  const rows = strips.map(({ title, shots }) => ({ title, pictures: steps.map((ms) => ({ label: `${(ms / 1000).toFixed(2)} s`, picture: at(shots, ms) })) }));
  const jpeg = await page.evaluate(
    async ([rows, columns, { width, height }]) => {
      const [gap, line] = [4, 18];
      const count = rows[0]?.pictures.length ?? 0;
      const lines = Math.ceil(count / columns);
      const rowHeight = line + lines * (height + line + gap);
      const canvas = new OffscreenCanvas(columns * (width + gap), rows.length * rowHeight);
      const context = canvas.getContext("2d")!;
      context.fillStyle = "#fff";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.font = "12px sans-serif";
      for (const [row, { title, pictures }] of rows.entries()) {
        context.fillStyle = "#000";
        context.fillText(title, 2, row * rowHeight + 13);
        for (const [index, { label, picture }] of pictures.entries()) {
          const x = (index % columns) * (width + gap);
          const y = row * rowHeight + line + Math.floor(index / columns) * (height + line + gap);
          context.fillStyle = "#eee";
          context.fillRect(x, y, width, height);
          if (picture) {
            const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
            context.drawImage(await createImageBitmap(new Blob([bytes], { type: "image/jpeg" })), x, y, width, height);
          }
          context.fillStyle = "#444";
          context.fillText(label, x + 2, y + height + 13);
        }
      }
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.7 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = "";
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text);
    },
    [rows, COLUMNS, SIZE] as const,
  );
  return Buffer.from(jpeg, "base64");
}
