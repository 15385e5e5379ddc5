// Scene files on their way: what can be begun with before all of one is there.

import type { Downloads } from "./downloads";
import { halve, jsonChunk, type Halves } from "./glb";

export class Scenes {
  /** What nobody has asked for yet. */
  private readonly early = new Map<string, Promise<Uint8Array>>();

  /** `expect` is shown the JSON at the head of a GLB until it says that it has taken it. */
  constructor(
    private readonly downloads: Downloads,
    private readonly expect: (json: Uint8Array) => boolean,
  ) {}

  /** Begins with files that will be asked for; settles when all of them are here. */
  begin(files: string[]): Promise<unknown> {
    return Promise.all(
      files.map((file) => {
        const bytes = this.early.get(file) ?? this.fetch(file);
        this.keep(file, bytes);
        return bytes;
      }),
    );
  }

  /** What has been begun with, once. */
  take(file: string): Promise<Uint8Array> | undefined {
    const bytes = this.early.get(file);
    this.early.delete(file);
    return bytes;
  }

  /** A scene; of one whose pictures come last all that comes before them, and they can be taken by the names that the viewer will ask for. */
  fetch(file: string): Promise<Uint8Array> {
    let halves: Halves | null | undefined;
    let isExpected = false;
    return new Promise((resolve, reject) => {
      const whole = this.downloads.file(file, "high", (bytes) => {
        const json = jsonChunk(bytes);
        if (!json) return json === null;
        if (halves === undefined) {
          halves = halve(file, json);
          halves?.pictures.forEach(([name, from, to]) => this.keep(name, whole.then((glb) => glb.subarray(from, to))));
        }
        isExpected ||= this.expect(json);
        if (!halves) return isExpected;
        if (bytes.length < halves.headBytes) return false;
        resolve(halves.head(bytes));
        return true;
      });
      whole.then(resolve, reject);
    });
  }

  private keep(file: string, bytes: Promise<Uint8Array>): void {
    // Whoever asks for it is told.
    bytes.catch(() => {});
    this.early.set(file, bytes);
  }
}
