// Everything that is fetched for the visit, counted honestly: bytes that really arrived, against the sizes that were announced.

import type { FileEntry } from "./config";

/** Why a download failed, in the only three ways that a visitor can do something about. */
export type DownloadFault = "missing" | "refused" | "network";

export class DownloadError extends Error {
  constructor(
    readonly fault: DownloadFault,
    readonly file: string,
    detail: string,
  ) {
    super(detail);
    this.name = "DownloadError";
  }
}

export interface Progress {
  receivedBytes: number;
  totalBytes: number;
}

interface Count {
  received: number;
  total: number;
}

const BACK_OFF_MS = [600, 2400];
/** A connection that says nothing for so long is given up and tried again. */
const SILENCE_MS = 30_000;

/** Owns every running request; `abort` ends them all. */
export class Downloads {
  private readonly ending = new AbortController();
  private readonly counts = new Map<string, Count>();

  constructor(
    private readonly files: Record<string, FileEntry>,
    private readonly onProgress: (progress: Progress) => void,
  ) {}

  abort(): void {
    this.ending.abort();
  }

  get aborted(): boolean {
    return this.ending.signal.aborted;
  }

  /** Counts files in before they are asked for, so that the total is right from the beginning. */
  announce(paths: string[]): void {
    for (const path of paths) {
      const entry = this.files[path];
      if (entry) this.count(path, entry.size_bytes);
    }
    this.report();
  }

  /** Counts in what is fetched by address, with its size in bytes where that is known. */
  announceUrl(url: string, sizeBytes: number): void {
    this.count(url, sizeBytes);
    this.report();
  }

  /** Takes something out of the total again that will not be fetched after all. */
  forget(url: string): void {
    const count = this.counts.get(url);
    if (count) count.total = count.received;
    this.report();
  }

  /** A file of the hall; `peek` is shown what is there of it whenever there is more, until it is content. Rejects with `DownloadError`. */
  async file(path: string, priority: RequestPriority = "auto", peek: (bytes: Uint8Array) => boolean = () => true): Promise<Uint8Array> {
    const entry = this.files[path];
    if (!entry) throw new DownloadError("missing", path, "not among the files of this hall");
    const count = this.count(path, entry.size_bytes);
    return this.insist(path, async (signal, alive) => {
      const response = await fetch(entry.url, { signal, priority });
      refuseFailure(response, path);
      return this.read(response, count, alive, peek);
    });
  }

  /** A response that is counted while somebody else reads it (a module that compiles as it comes). */
  async stream<T>(url: string, mime: string, use: (response: Response) => Promise<T>): Promise<T> {
    const count = this.count(url, 0);
    return this.insist(url, async (signal, alive) => {
      const response = await fetch(url, { signal });
      refuseFailure(response, url);
      if (!response.body) return use(response);
      const counted = response.body.pipeThrough(this.counting(count, alive));
      return use(new Response(counted, { headers: { "content-type": mime } }));
    });
  }

  /** Something that arrived in a way that cannot be counted on its way (a script). */
  arrived(url: string): void {
    const count = this.count(url, 0);
    this.receive(count, count.total);
  }

  private count(key: string, sizeBytes: number): Count {
    let count = this.counts.get(key);
    if (!count) {
      count = { received: 0, total: sizeBytes };
      this.counts.set(key, count);
    }
    return count;
  }

  /** Bytes of a second try count once only. */
  private receive(count: Count, received: number): void {
    if (received <= count.received) return;
    count.received = received;
    count.total = Math.max(count.total, received);
    this.report();
  }

  private report(): void {
    let receivedBytes = 0;
    let totalBytes = 0;
    for (const count of this.counts.values()) {
      receivedBytes += count.received;
      totalBytes += count.total;
    }
    this.onProgress({ receivedBytes, totalBytes });
  }

  private counting(count: Count, alive: () => void): TransformStream<Uint8Array, Uint8Array> {
    let received = 0;
    return new TransformStream({
      transform: (chunk, controller) => {
        alive();
        received += chunk.byteLength;
        this.receive(count, received);
        controller.enqueue(chunk);
      },
    });
  }

  private async read(response: Response, count: Count, alive: () => void, peek: (bytes: Uint8Array) => boolean): Promise<Uint8Array> {
    if (!response.body) return new Uint8Array(await response.arrayBuffer());
    const reader = response.body.getReader();
    let bytes = new Uint8Array(count.total);
    let length = 0;
    let isContent = false;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      alive();
      if (length + value.length > bytes.length) {
        const larger = new Uint8Array(Math.max(length + value.length, bytes.length * 2));
        larger.set(bytes.subarray(0, length));
        bytes = larger;
      }
      bytes.set(value, length);
      length += value.length;
      this.receive(count, length);
      isContent ||= peek(bytes.subarray(0, length));
    }
    return bytes.subarray(0, length);
  }

  /** Tries again after a failure of the network, never after an answer that would be the same again. */
  private async insist<T>(file: string, attempt: (signal: AbortSignal, alive: () => void) => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      const quiet = new AbortController();
      const stop = () => quiet.abort();
      this.ending.signal.addEventListener("abort", stop);
      let timer = setTimeout(stop, SILENCE_MS);
      const alive = () => {
        clearTimeout(timer);
        timer = setTimeout(stop, SILENCE_MS);
      };
      try {
        if (this.aborted) throw new DownloadError("network", file, "the visit has ended");
        return await attempt(quiet.signal, alive);
      } catch (error) {
        const wait = BACK_OFF_MS[tries];
        if (this.aborted || wait === undefined || !isWorthAnotherTry(error)) throw asDownloadError(error, file);
        await new Promise((resolve) => setTimeout(resolve, wait));
      } finally {
        clearTimeout(timer);
        this.ending.signal.removeEventListener("abort", stop);
      }
    }
  }
}

function refuseFailure(response: Response, file: string): void {
  if (response.ok) return;
  const fault = response.status === 404 || response.status === 410 ? "missing" : response.status >= 500 || response.status === 429 ? "network" : "refused";
  throw new DownloadError(fault, file, `HTTP ${response.status}`);
}

function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof DownloadError) return error.fault === "network";
  // What fetch and streams throw when the connection breaks or falls silent; a module that doesn't compile is none of it.
  return error instanceof TypeError || (error instanceof DOMException && error.name === "AbortError");
}

/** Leaves what isn't the download's fault (a module that doesn't compile) as it is. */
function asDownloadError(error: unknown, file: string): unknown {
  if (error instanceof DownloadError || !isWorthAnotherTry(error)) return error;
  return new DownloadError("network", file, error instanceof Error ? error.message : String(error));
}
