// What comes over the wire, and how fast it may.

import type { CDPSession } from "playwright-core";

/** A good mobile link. */
const SLOW = { offline: false, latency: 40, downloadThroughput: (20 * 1_000_000) / 8, uploadThroughput: (5 * 1_000_000) / 8 };

export class Network {
  private began: number | null = null;
  private readonly ended: { at: number; bytes: number }[] = [];

  private constructor(cdp: CDPSession) {
    cdp.on("Network.requestWillBeSent", ({ timestamp }) => (this.began ??= timestamp));
    cdp.on("Network.loadingFinished", ({ timestamp, encodedDataLength }) => this.ended.push({ at: timestamp, bytes: encodedDataLength }));
  }

  static async watch(cdp: CDPSession, isSlow: boolean): Promise<Network> {
    const network = new Network(cdp);
    await cdp.send("Network.enable");
    if (isSlow) await cdp.send("Network.emulateNetworkConditions", SLOW);
    return network;
  }

  /** Of all responses that had arrived so long after navigation, headers included. */
  bytesUntil(ms: number): number {
    const until = (this.began ?? 0) + ms / 1000;
    return this.ended.filter(({ at }) => at <= until).reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
