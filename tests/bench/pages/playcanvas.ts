import { AnimComponentSystem, type AnimTrack, AppBase, AppOptions, Asset, BatchManager, CameraComponentSystem, type ContainerResource, ContainerHandler, createGraphicsDevice, Entity, EnvLighting, type GraphNode, LightComponentSystem, RenderComponentSystem, RESOLUTION_FIXED, FILLMODE_NONE, type RenderComponent, TEXTUREPROJECTION_EQUIRECT, Texture, TextureHandler, TONEMAP_NEUTRAL, Color } from "playcanvas";
import { direction, play, type Shot } from "./stage";

const loaded = (app: AppBase, asset: Asset) =>
  new Promise<Asset>((resolve, reject) => {
    asset.once("load", resolve);
    asset.once("error", reject);
    app.assets.add(asset);
    app.assets.load(asset);
  });

async function lightUp(app: AppBase, shot: Shot): Promise<void> {
  if (shot.light === "plain") {
    app.scene.ambientLight = new Color(0.35, 0.35, 0.35);
    return;
  }
  const { resource } = await loaded(app, new Asset("panorama", "texture", { url: shot.panoramaUrl }));
  const source = resource as Texture;
  source.projection = TEXTUREPROJECTION_EQUIRECT;
  app.scene.envAtlas = EnvLighting.generateAtlas(EnvLighting.generateLightingSource(source));
}

/** Everything that stands still is merged by material. */
function batch(app: AppBase, hall: Entity, isAnimated: boolean): void {
  const group = app.batcher.addGroup("hall", false, 1000);
  const moving = isAnimated ? movingRoot(hall) : null;
  for (const render of hall.findComponents("render") as RenderComponent[]) {
    const isStill = !moving || !(render.entity === moving || isBelow(render.entity, moving));
    if (isStill) render.batchGroupId = group.id;
  }
  app.batcher.generate([group.id]);
}

/** The sample hall names its moving exhibit; other scenes of this bench have none. */
const movingRoot = (hall: Entity): GraphNode | null => hall.findByName("robot") ?? null;

function isBelow(node: GraphNode, root: GraphNode): boolean {
  for (let at = node.parent; at; at = at.parent) if (at === root) return true;
  return false;
}

void play(async (canvas, shot) => {
  const device = await createGraphicsDevice(canvas, { deviceTypes: [shot.backend], antialias: true });
  const options = new AppOptions();
  options.graphicsDevice = device;
  options.componentSystems = [RenderComponentSystem, CameraComponentSystem, LightComponentSystem, AnimComponentSystem];
  options.resourceHandlers = [TextureHandler, ContainerHandler];
  options.batchManager = BatchManager;
  const app = new AppBase(canvas);
  app.init(options);
  app.setCanvasFillMode(FILLMODE_NONE);
  app.setCanvasResolution(RESOLUTION_FIXED, innerWidth, innerHeight);
  app.autoRender = false;
  app.start();

  const [{ resource }] = await Promise.all([loaded(app, new Asset("hall", "container", { url: shot.sceneUrl })), lightUp(app, shot)]);
  const container = resource as ContainerResource & { animations: Asset[] };
  const hall = container.instantiateRenderEntity();
  for (const light of hall.findComponents("light")) light.enabled = true;
  app.root.addChild(hall);
  const clip = container.animations[0]?.resource as AnimTrack | undefined;
  if (clip) {
    hall.addComponent("anim", { activate: true });
    hall.anim?.assignAnimation("motion", clip);
  }
  if (shot.isTuned) batch(app, hall, clip !== undefined);

  const camera = new Entity("eye");
  camera.addComponent("camera", { fov: shot.fovYDeg, nearClip: 0.05, farClip: 400, toneMapping: TONEMAP_NEUTRAL, clearColor: new Color(0, 0, 0) });
  camera.setPosition(...shot.eye);
  // Glass shows what is behind it.
  if (shot.light === "hall") camera.camera?.requestSceneColorMap(true);
  app.root.addChild(camera);
  const [x, y, z] = shot.eye;
  return {
    // The application draws in its own frame callback, once for each frame that is asked for.
    draw(headingRad) {
      const [dx, dy, dz] = direction(headingRad);
      camera.lookAt(x + dx, y + dy, z + dz);
      app.renderNextFrame = true;
    },
    resize(width, height) {
      app.setCanvasResolution(RESOLUTION_FIXED, width, height);
    },
  };
});
