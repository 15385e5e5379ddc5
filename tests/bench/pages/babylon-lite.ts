import { addToScene, createEngine, createFreeCamera, createHemisphericLight, createSceneContext, enableSceneTransmission, loadGltf, loadHdrEnvironment, NeutralToneMapping, registerScene, renderFrame, resizeEngine, setMaxLights, setSceneImageProcessing } from "@babylonjs/lite";
import { direction, play } from "./stage";

void play(async (canvas, shot) => {
  const engine = await createEngine(canvas);
  const scene = createSceneContext(engine);
  setMaxLights(16);
  await setSceneImageProcessing(scene, { toneMapping: NeutralToneMapping });
  if (shot.light === "plain") addToScene(scene, createHemisphericLight([0, 1, 0], 0.6));
  else await loadHdrEnvironment(scene, shot.panoramaUrl, { faceSize: 128, skipGround: true });
  addToScene(scene, await loadGltf(engine, shot.sceneUrl));
  if (shot.light === "hall") enableSceneTransmission(scene, engine);
  // Left-handed: the loader mirrors x, and so must the camera.
  const [x, y, z] = shot.eye;
  const camera = createFreeCamera({ x: -x, y, z }, { x: -x, y, z: z - 1 });
  camera.fov = (shot.fovYDeg * Math.PI) / 180;
  camera.nearPlane = 0.05;
  camera.farPlane = 400;
  scene.camera = camera;
  await registerScene(scene);
  let before = 0;
  return {
    draw(headingRad, seconds) {
      const [dx, dy, dz] = direction(headingRad);
      camera.target.set(-x - dx, y + dy, z + dz);
      renderFrame(engine, Math.max(0, seconds - before) * 1000);
      before = seconds;
    },
    resize() {
      resizeEngine(engine);
    },
  };
});
