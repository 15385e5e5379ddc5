import type { ModelViewerElement } from "@google/model-viewer";
import "@google/model-viewer/dist/model-viewer.min.js";
import { play } from "./stage";

// From this machine, and only where a file asks for it.
const SETTINGS = { meshoptDecoderLocation: "/meshopt_decoder.js" };
void customElements.whenDefined("model-viewer").then(() => Object.assign(customElements.get("model-viewer")!, SETTINGS));

void play(async (canvas, shot) => {
  const element = document.createElement("model-viewer") as ModelViewerElement;
  const [x, y, z] = shot.eye;
  element.setAttribute("camera-target", `${x}m ${y}m ${z}m`);
  element.setAttribute("camera-orbit", "0deg 90deg 0.01m");
  element.setAttribute("min-camera-orbit", "-Infinity auto 0m");
  element.setAttribute("field-of-view", `${shot.fovYDeg}deg`);
  element.setAttribute("max-field-of-view", "90deg");
  element.setAttribute("interaction-prompt", "none");
  element.setAttribute("loading", "eager");
  element.setAttribute("tone-mapping", "neutral");
  element.style.cssText = "position:fixed;inset:0;width:100%;height:100%";
  const ready = new Promise<void>((resolve, reject) => {
    element.addEventListener("load", () => resolve());
    element.addEventListener("error", (event) => reject(new Error(`model-viewer: ${JSON.stringify((event as unknown as CustomEvent).detail)}`)));
  });
  element.src = shot.sceneUrl;
  canvas.replaceWith(element);
  await ready;
  return {
    draw(headingRad) {
      element.cameraOrbit = `${headingRad}rad 90deg 0.01m`;
      element.jumpCameraToGoal();
    },
    // The element follows its own size.
    resize() {},
  };
});
