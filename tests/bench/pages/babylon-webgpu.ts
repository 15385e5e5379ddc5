import { Constants } from "@babylonjs/core/Engines/constants";
import { WebGPUEngine } from "@babylonjs/core/Engines/webgpuEngine";
import "@babylonjs/core/Engines/WebGPU/Extensions/engine.rawTexture";
import "@babylonjs/core/Engines/WebGPU/Extensions/engine.cubeTexture";
import { SnapshotRenderingHelper } from "@babylonjs/core/Misc/snapshotRenderingHelper";
import { freeze, loadHall, peerOf } from "./babylon-hall";
import { play } from "./stage";

void play(async (canvas, shot) => {
  const engine = new WebGPUEngine(canvas, { antialias: true });
  await engine.initAsync();
  const hall = await loadHall(engine, shot);
  if (shot.isTuned) {
    freeze(hall);
    const { scene, moving } = hall;
    engine.snapshotRenderingMode = Constants.SNAPSHOTRENDERING_FAST;
    const helper = new SnapshotRenderingHelper(scene);
    helper.enableSnapshotRendering();
    if (moving.length > 0) scene.onBeforeRenderObservable.add(() => helper.updateMesh(moving));
  }
  return peerOf(engine, hall, shot);
});
