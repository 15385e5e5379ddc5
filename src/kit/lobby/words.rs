//! What the hall says, Chinese and English. Every exhibitor and product is invented, and says so.

/// An exhibit in words.
pub struct ExhibitWords {
    /// As in node names.
    pub id: &'static str,
    /// Its section.
    pub section: &'static str,
    /// Chinese, English.
    pub title: [&'static str; 2],
    /// One sentence each.
    pub summary: [&'static str; 2],
    /// Paragraphs, divided by empty lines.
    pub body: [&'static str; 2],
    /// The invented exhibitor.
    pub exhibitor: [&'static str; 2],
    /// What the picture shows.
    pub picture_alt: [&'static str; 2],
    /// What the guide says.
    pub narration: [&'static str; 2],
}

/// Said under every exhibit.
pub const INVENTED: [&str; 2] = [
    "说明：本展品及参展单位均为演示而虚构，数据为示意值，不代表任何真实产品。",
    "Please note: this exhibit and its exhibitor are invented for demonstration; figures are illustrative and describe no real product.",
];

/// The six exhibits, in the order of the tour.
pub const EXHIBITS: [ExhibitWords; 6] = [
    ExhibitWords {
        id: "robot",
        section: "making",
        title: ["六轴协同机器人 YZ-R20", "Six-axis robot YZ-R20"],
        summary: [
            "臂展1.9米、负载20公斤，可在人机共用的工位上完成取放、拧紧与检测。",
            "Reaches 1.9 m and lifts 20 kg; picks, tightens and inspects at stations shared with people.",
        ],
        body: [
            "YZ-R20 面向中小批量的装配线设计。六个关节各自带有双编码器和力矩传感器，碰到阻挡时在几毫秒内停下，工位外围不再需要高大的护栏。\n\n换产时，操作员扶着末端走一遍路径，控制器便记下位置并自动平滑轨迹；从一种零件切换到另一种零件，通常不到半个小时。\n\n展位上的机器人正在重复一个放慢的取放动作：腰部转向料仓，大臂与小臂配合下探，腕部保持水平。请留意大臂内侧的线束——它沿着中性层走线，弯折百万次也不易疲劳。",
            "The YZ-R20 is meant for assembly in small and medium batches. Each of its six joints carries two encoders and a torque sensor; when something is in the way it stops within milliseconds, so the station needs no tall fence.\n\nTo set up a new part, an operator takes the wrist by hand and walks it along the path. The controller remembers the positions and smooths the motion; a change-over usually takes less than half an hour.\n\nThe robot on show repeats a slowed-down picking cycle: the waist turns to the tray, both arms reach down together, the wrist stays level. Note the hoses along the upper arm: they follow the neutral line and survive millions of bends.",
        ],
        exhibitor: ["云岭智造机器人有限公司（虚构）", "Yunling Robotics (fictitious)"],
        picture_alt: [
            "白色六轴机器人立在圆形展台上，腕部夹持一枚黄铜齿轮毛坯。",
            "A white six-axis robot on a round plinth, a brass gear blank in its gripper.",
        ],
        narration: [
            "先看这台六轴机器人。它正在放慢速度重复一次取放，请留意腕部始终保持水平。",
            "We begin with the six-axis robot. It repeats one picking cycle in slow motion; watch how its wrist stays level.",
        ],
    },
    ExhibitWords {
        id: "chassis",
        section: "making",
        title: ["纯电滑板底盘 YZ-E", "Electric skateboard platform YZ-E"],
        summary: [
            "电池、双电机、悬架与热管理集成在一块平板里，上面可以装不同的车身。",
            "Battery, two motors, suspension and cooling in one flat platform that carries many different bodies.",
        ],
        body: [
            "滑板底盘把车辆的行驶部分做成一块独立的平板：前后各一台永磁同步电机，中间是96千瓦时的电池包，电池托盘同时也是受力结构。\n\n前部打开的盖板下可以看到模组：青色为电芯顶盖，铜色为汇流排；橙色线束是高压回路，黑色软管输送冷却液。冬天，电机的余热经由同一条回路为电池保温。\n\n轴距2.84米，上装与底盘之间只有十二个螺栓和两个插接件。同一底盘可以做成微循环巴士、城配货车或移动商铺，研发周期因此缩短。",
            "A skateboard platform turns everything that drives into one flat unit: a permanent-magnet motor at each end and a 96 kWh battery between them, whose tray is also part of the structure.\n\nUnder the open front cover are the modules: teal marks the cells, copper the bus bars. Orange cables are the high-voltage circuit, black hoses carry the coolant. In winter the same circuit brings waste heat from the motors to the battery.\n\nThe wheelbase is 2.84 m. Twelve bolts and two connectors join a body to the platform, so one platform becomes a shuttle, a delivery van or a mobile shop in a short time.",
        ],
        exhibitor: ["云岭新能源汽车科技有限公司（虚构）", "Yunling E-Mobility (fictitious)"],
        picture_alt: [
            "低矮展台上的电动滑板底盘：四个车轮之间是打开一半的电池包，橙色高压线束通向电机。",
            "An electric platform on a low stand: between four wheels a half-opened battery, orange cables leading to the motors.",
        ],
        narration: [
            "窗边是纯电滑板底盘。打开的盖板下，青色是电芯，铜色是汇流排，橙色是高压线束。",
            "By the window stands the electric platform. Under the open cover, teal marks the cells, copper the bus bars, orange the high-voltage cables.",
        ],
    },
    ExhibitWords {
        id: "engine",
        section: "energy",
        title: ["涡扇发动机剖视模型 YZ-T30", "Turbofan cut open, YZ-T30"],
        summary: [
            "外壳切开一扇窗，风扇、压气机、燃烧室与涡轮依次可见，转子缓缓转动。",
            "A window cut through the casings shows fan, compressor, combustor and turbine; the rotor turns slowly.",
        ],
        body: [
            "空气从前端的二十片风扇叶片进入，大部分从外侧绕过核心机直接产生推力，小部分进入五级压气机，被压缩到原来体积的几分之一。\n\n铜色的环形部件是燃烧室，一圈喷嘴在这里喷入燃料；高温燃气推动三级涡轮，涡轮再通过中心轴带动前面的风扇与压气机。切口一律涂成青色，便于分辨哪里是真实结构、哪里是剖面。\n\n叶片从根部到叶尖逐渐扭转，因为离轴越远，圆周速度越大，来流的相对角度也随之改变。请从侧前方观察，这种扭转最为明显。",
            "Air enters through twenty fan blades. Most of it passes around the core and makes thrust at once; a smaller part enters the five-stage compressor and is squeezed to a fraction of its volume.\n\nThe copper ring is the combustor, where a circle of nozzles adds fuel. Hot gas drives three turbine stages, which turn the fan and the compressor through the shaft in the middle. All cut faces are teal, so that one can tell structure from section.\n\nBlades twist from root to tip, because the farther from the axis, the faster they move and the flatter the air meets them. Stand diagonally in front to see it best.",
        ],
        exhibitor: ["云岭动力装备研究院（虚构）", "Yunling Propulsion Institute (fictitious)"],
        picture_alt: [
            "架在支座上的涡扇发动机，外壳切开，露出风扇、压气机叶片和铜色燃烧室。",
            "A turbofan in a cradle, its casing cut open to show fan, compressor blades and a copper combustor.",
        ],
        narration: [
            "这台剖开的涡扇发动机，转子在缓缓转动。青色的面都是切口，铜色的环是燃烧室。",
            "The rotor of this cut-open turbofan turns slowly. Teal faces are cuts; the copper ring is the combustor.",
        ],
    },
    ExhibitWords {
        id: "chip",
        section: "digital",
        title: ["先进封装算力模组 YZ-C1", "Compute module YZ-C1"],
        summary: [
            "两颗计算芯粒与八组高带宽存储并排封装，展品放大十倍，后方是300毫米晶圆。",
            "Two compute chiplets and eight memory stacks in one package, shown ten times its size, with 300 mm wafers behind.",
        ],
        body: [
            "当单颗芯片大到难以制造时，可以把它拆成几颗较小的芯粒，再并排放在一块硅中介层上。线路只有几微米宽，彼此之间的通信几乎与在同一颗芯片里一样快。\n\n模组两侧各有四组堆叠的存储，每组由多层芯片竖直相连。四周密布的小元件是滤波电容，负责在芯片忽然用电时稳住电压。\n\n后方的晶圆尚未切割，方格就是一颗颗芯片；表面的虹彩来自薄膜干涉，换个角度看，颜色也会改变。",
            "When a chip grows too large to make well, it can be divided into smaller chiplets that sit side by side on a silicon interposer. Wires a few micrometres wide let them talk almost as fast as if they were one.\n\nOn either side of the module stand four stacks of memory, each of several layers joined upright. The many small parts around them are capacitors, which hold the voltage steady when the chips suddenly draw power.\n\nThe wafers behind are not yet cut; each field is a chip. Their colours come from interference in thin films and change with the angle of view.",
        ],
        exhibitor: ["云岭微电子创新中心（虚构）", "Yunling Microelectronics Centre (fictitious)"],
        picture_alt: [
            "玻璃罩内斜置的算力模组模型，后方立着两片泛着虹彩的晶圆。",
            "A model of a compute module tilted under glass, two iridescent wafers standing behind it.",
        ],
        narration: [
            "玻璃罩里是放大十倍的算力模组，后面两片晶圆的虹彩会随视角变化。",
            "Under glass lies a compute module ten times its size; the colours of the wafers behind it change as you move.",
        ],
    },
    ExhibitWords {
        id: "aircraft",
        section: "digital",
        title: ["电动垂直起降飞行器 YZ-A4", "Electric aircraft YZ-A4"],
        summary: [
            "六个升力旋翼、一副长翼和四座玻璃座舱，为城市短途出行设想的低空方案（1:2模型）。",
            "Six lift rotors, a long wing and a four-seat glass cabin: a half-scale study for short hops between districts.",
        ],
        body: [
            "起飞时，六个旋翼竖直托起机身；到达安全高度后，飞行器向前加速，升力逐渐转移到机翼，旋翼随之减速。机翼飞行比旋翼悬停省电得多，这也是它有一副长翼的原因。\n\n旋翼由互相独立的两套电源供电，任何一台电机停转，其余五台仍能让飞行器平稳落地。座舱的下半部也是玻璃，着陆时驾驶员可以直接看到地面。\n\n悬挂的是一比二模型，翼展5.2米。下方圆台上的标记示意起降点的尺寸。",
            "At take-off six rotors carry the machine straight up. At a safe height it gathers speed, lift moves from the rotors to the wing, and the rotors slow down. Flying on a wing needs far less energy than hovering, which is why the wing is long.\n\nTwo separate supplies feed the rotors; if any one motor stops, the other five still bring the aircraft down gently. The cabin is glass down to the floor, so that the pilot sees the ground when landing.\n\nWhat hangs here is a half-scale model with a span of 5.2 m. The mark on the disc below shows the size of a landing spot.",
        ],
        exhibitor: ["云岭低空飞行科技有限公司（虚构）", "Yunling Low-Altitude Flight (fictitious)"],
        picture_alt: [
            "悬挂在大厅上方的白色电动飞行器，深色玻璃座舱，翼尖为青色。",
            "A white electric aircraft hanging in the hall, with a dark glass cabin and teal wing tips.",
        ],
        narration: [
            "抬头看，这架电动飞行器悬挂在大厅上空。长翼让它在巡航时比悬停省电得多。",
            "Look up: this electric aircraft hangs over the hall. Its long wing makes cruising far cheaper than hovering.",
        ],
    },
    ExhibitWords {
        id: "park",
        section: "digital",
        title: ["云岭先进制造园沙盘", "Model of Yunling Park"],
        summary: [
            "1:500 的园区沙盘：滨水的研发楼群、锯齿形天窗的厂房，以及一座会发光的展示中心。",
            "The park at 1:500: research towers by the river, halls with saw-tooth roofs, and a glowing exhibition centre.",
        ],
        body: [
            "园区沿河展开，两条南北向干道把用地分成研发、制造与配套三个片区。厂房采用锯齿形屋顶，玻璃朝北，既引入均匀的天光，又避开直射的阳光。\n\n河岸留出一条连续的步道和树带，雨水先经过下凹绿地再汇入河道。大约三分之一的屋顶用于光伏。\n\n发光的圆形建筑就是您所在的展示中心。身后的屏幕播放园区四季，沙盘、屏幕与线上展厅使用同一份数据。",
            "The park stretches along a river; two main roads divide it into research, manufacturing and services. The halls have saw-tooth roofs whose glass looks north: even daylight comes in, direct sun stays out.\n\nA path and a belt of trees run along the bank. Rain passes through sunken meadows before it reaches the river, and about a third of the roofs carry solar panels.\n\nThe glowing round building is the exhibition centre in which you stand. The screen behind shows the seasons of the park; model, screen and online hall share the same data.",
        ],
        exhibitor: ["云岭先进制造园管理办公室（虚构）", "Yunling Park Office (fictitious)"],
        picture_alt: [
            "胡桃木台面上的白色园区沙盘，河流穿过，中间一座圆形建筑发光。",
            "A white model of a park on a walnut table, a river running through it and a round building glowing in the middle.",
        ],
        narration: [
            "最后是园区沙盘。发光的圆形建筑，就是您现在所在的地方。",
            "Last comes the model of the park. The glowing round building is where you are standing now.",
        ],
    },
];

/// A section: id, title, summary.
pub const SECTIONS: [(&str, [&str; 2], [&str; 2]); 3] = [
    (
        "making",
        ["智能制造", "Making"],
        ["机器人与电动平台：更柔性的生产。", "Robots and electric platforms: production that bends."],
    ),
    ("energy", ["动力与能源", "Power"], ["看见能量如何变成运动。", "How energy becomes motion."]),
    (
        "digital",
        ["数字与低空", "Digital and low-altitude"],
        ["从一颗芯片，到一片天空，到一座园区。", "From a chip to the sky to a whole park."],
    ),
];
