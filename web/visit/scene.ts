// A scene file on its way: what can be begun with before all of it is there.

import type { Downloads } from "./downloads";
import { halve, jsonChunk, type Halves } from "./glb";

/**
 * A scene file; of one whose pictures come last all that comes before them, and those go to `keep`, by the names that the viewer will ask for.
 * `expect` is shown the JSON at its head until somebody has taken it.
 */
export function fetchScene(file: string, downloads: Downloads, expect: (json: Uint8Array) => boolean, keep: (name: string, bytes: Promise<Uint8Array>) => void): Promise<Uint8Array> {
  let halves: Halves | null | undefined;
  let isExpected = false;
  return new Promise((resolve, reject) => {
    const whole = downloads.file(file, "high", (bytes) => {
      const json = jsonChunk(bytes);
      if (!json) return json === null;
      if (halves === undefined) {
        halves = halve(file, json);
        halves?.pictures.forEach(([name, from, to]) => keep(name, whole.then((glb) => glb.subarray(from, to))));
      }
      isExpected ||= expect(json);
      if (!halves) return isExpected;
      if (bytes.length < halves.headBytes) return false;
      resolve(halves.head(bytes));
      return true;
    });
    whole.then(resolve, reject);
  });
}
