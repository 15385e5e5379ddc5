// What comes over the wire, and how fast it may.

import type { CDPSession } from "playwright-core";

/** A link as the browser emulates it: milliseconds, bytes a second. */
export interface Link {
  offline: boolean;
  latency: number;
  downloadThroughput: number;
  uploadThroughput: number;
}

const link = (megabits: number, latency: number): Link => ({ offline: false, latency, downloadThroughput: (megabits * 1_000_000) / 8, uploadThroughput: (Math.min(megabits, 5) * 1_000_000) / 8 });

/** A good mobile link. */
export const SLOW = link(20, 40);
/** One at the edge of a cell. */
export const SLOWEST = link(1, 100);

export class Network {
  private began: number | null = null;
  private readonly arrivals: { at: number; bytes: number }[] = [];
  /** Of what was counted while it arrived, by request. */
  private readonly counted = new Map<string, number>();

  private constructor(cdp: CDPSession) {
    cdp.on("Network.requestWillBeSent", ({ timestamp }) => (this.began ??= timestamp));
    cdp.on("Network.dataReceived", ({ requestId, timestamp, encodedDataLength }) => {
      this.counted.set(requestId, (this.counted.get(requestId) ?? 0) + encodedDataLength);
      this.arrivals.push({ at: timestamp, bytes: encodedDataLength });
    });
    // The sum at the end also knows the headers, and what was not reported on the way.
    cdp.on("Network.loadingFinished", ({ requestId, timestamp, encodedDataLength }) => {
      this.arrivals.push({ at: timestamp, bytes: encodedDataLength - (this.counted.get(requestId) ?? 0) });
    });
  }

  static async watch(cdp: CDPSession, isSlow: boolean): Promise<Network> {
    const network = new Network(cdp);
    await cdp.send("Network.enable");
    if (isSlow) await cdp.send("Network.emulateNetworkConditions", SLOW);
    return network;
  }

  /** What had arrived so long after navigation. */
  bytesUntil(ms: number): number {
    const until = (this.began ?? 0) + ms / 1000;
    return this.arrivals.filter(({ at }) => at <= until).reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
