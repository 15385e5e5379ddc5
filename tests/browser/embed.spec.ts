// The hall in a frame of somebody else's page: only where the operator allows it, and without the page's own header.

import { createServer, type Server as Http } from "node:http";
import type { AddressInfo } from "node:net";
import { startServer } from "./server";
import { expect, test } from "./visitor";

/** A district portal: any page of another origin. */
async function startPortal(frame: () => string): Promise<{ origin: string; http: Http }> {
  const http = createServer((_, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang="zh-CN"><title>门户</title><h1>门户</h1><iframe title="云展" width="900" height="600" allow="fullscreen" src="${frame()}"></iframe>`);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, http };
}

test("an origin that is allowed may frame a hall, another may not", async ({ page, visitor }) => {
  let src = `${visitor.server.origin}/embed/room`;
  const portal = await startPortal(() => src);
  const open = await startServer(["--frame-ancestors", `'self',${portal.origin}`]);
  try {
    await page.goto(portal.origin);
    await expect.poll(() => page.frames()[1]?.url()).toContain("chrome-error:");

    src = `${open.origin}/embed/room?debug&engine=${visitor.engine}`;
    await page.goto(portal.origin);
    const frame = page.frameLocator("iframe");
    await expect(frame.locator("html")).toHaveAttribute("data-phase", "inside", { timeout: 120_000 });
    await expect(frame.locator(".title-bar-names")).toHaveCount(0);
    await expect(frame.getByRole("button", { name: "展品列表" })).toBeVisible();
    await expect(frame.getByRole("link", { name: "图文版", exact: true })).toHaveAttribute("target", "_blank");
    await expect(frame.locator(".loading")).toHaveCount(0);
    await visitor.photograph("embed");
    // The portal keeps the focus: nothing was clicked inside.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
  } finally {
    portal.http.close();
    await open.stop();
  }
});
