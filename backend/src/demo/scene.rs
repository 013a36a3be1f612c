//! Photographs for the demonstration, drawn by the program: hills, houses, people at a meeting,
//! a loudspeaker. Nobody is depicted.
#![expect(clippy::float_arithmetic, reason = "shapes are drawn with sines and distances; nothing here is a figure")]

mod canvas;
mod png;

use canvas::{Canvas, Colour};

/// Pixels across and down.
pub const WIDTH: u32 = 960;
/// Pixels down.
pub const HEIGHT: u32 = 720;

/// What is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scene {
    /// People on low chairs before a culture house.
    Meeting,
    /// Horns on a pole above the roofs.
    Loudspeaker,
    /// A panel beside the road.
    Panel,
    /// People at desks before a board.
    Classroom,
    /// A van with a horn on its roof, and people around it.
    Van,
}

/// The bytes of a picture (PNG); `turn` gives it other colours and other people.
pub fn drawn(scene: Scene, turn: u32) -> Vec<u8> {
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    let mut chance = Chance(turn.wrapping_mul(2_654_435_761) | 1);
    // Neighbouring turns differ in few bits; some draws spread them.
    for _ in 0..8 {
        chance.share();
    }
    match scene {
        Scene::Meeting => meeting(&mut canvas, &mut chance),
        Scene::Loudspeaker => loudspeaker(&mut canvas, &mut chance),
        Scene::Panel => panel(&mut canvas, &mut chance),
        Scene::Classroom => classroom(&mut canvas, &mut chance),
        Scene::Van => van(&mut canvas, &mut chance),
    }
    png::encoded(WIDTH, HEIGHT, &canvas.halved())
}

/// The same picture on every machine.
struct Chance(u32);

impl Chance {
    /// 0 to below 1.
    fn share(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 >> 8) as f32 / 16_777_216.0
    }

    fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.share()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[(self.share() * all.len() as f32) as usize % all.len()]
    }
}

const INDIGO: Colour = [44, 58, 102];
const SKIN: [Colour; 3] = [[214, 168, 132], [198, 148, 112], [226, 182, 148]];
const HAIR: Colour = [38, 32, 34];
const CLOTHES: [Colour; 8] =
    [INDIGO, [38, 70, 92], [120, 52, 66], [196, 132, 60], [92, 116, 74], [226, 218, 204], [150, 84, 54], [72, 92, 140]];

fn outdoors(canvas: &mut Canvas, chance: &mut Chance, horizon: f32) {
    let skies: [(Colour, Colour); 3] =
        [([142, 190, 220], [236, 238, 222]), ([112, 168, 206], [222, 236, 240]), ([226, 178, 138], [250, 230, 196])];
    let (top, low) = chance.one_of(&skies);
    canvas.gradient(0.0, horizon, top, low);
    let sun = chance.between(140.0, 820.0);
    canvas.ellipse(sun, horizon * 0.34, 44.0, 44.0, [255, 244, 206]);
    let hills: [Colour; 4] = [[156, 186, 190], [120, 164, 150], [88, 140, 108], [66, 118, 78]];
    for (at, colour) in hills.into_iter().enumerate() {
        let (base, height) = (horizon - 120.0 + at as f32 * 42.0, 84.0 - at as f32 * 12.0);
        let (wave, shift) = (chance.between(90.0, 150.0), chance.between(0.0, 900.0));
        canvas.below(colour, |x| {
            base - height * ((x + shift) / wave).sin().abs() - 18.0 * ((x + shift) / (wave * 0.37)).sin()
        });
    }
    canvas.below([126, 160, 84], |x| horizon + 8.0 * (x / 140.0).sin());
}

fn paddies(canvas: &mut Canvas, from: f32) {
    let rows: [Colour; 4] = [[170, 186, 92], [150, 174, 84], [186, 196, 108], [142, 166, 80]];
    for (at, colour) in rows.into_iter().enumerate() {
        let top = from + at as f32 * (30.0 + at as f32 * 14.0);
        canvas.below(colour, |x| top + 12.0 * ((x + at as f32 * 210.0) / 170.0).sin());
        canvas.band([104, 132, 70], 3.0, |x| top + 12.0 * ((x + at as f32 * 210.0) / 170.0).sin());
    }
}

fn house(canvas: &mut Canvas, x: f32, ground: f32, size: f32) {
    let (wall, roof, wood) = ([216, 190, 148], [126, 74, 56], [104, 72, 50]);
    let (w, h) = (size, size * 0.42);
    for post in [-0.46, -0.16, 0.14, 0.44] {
        canvas.rect(x + w * post, ground - h * 0.6, w * 0.035, h * 0.6, wood);
    }
    canvas.rect(x - w * 0.5, ground - h * 1.45, w, h * 0.9, wall);
    for window in [-0.36, 0.2] {
        canvas.rect(x + w * window, ground - h * 1.26, w * 0.15, h * 0.42, [86, 62, 48]);
    }
    canvas.rect(x - w * 0.07, ground - h * 1.3, w * 0.13, h * 0.75, [122, 84, 56]);
    let top = ground - h * 1.4;
    canvas.polygon(
        &[(x - w * 0.62, top), (x - w * 0.4, top - h * 0.85), (x + w * 0.4, top - h * 0.85), (x + w * 0.62, top)],
        roof,
    );
    canvas.rect(x - w * 0.4, top - h * 0.87, w * 0.8, h * 0.06, [96, 56, 44]);
}

/// Somebody from behind or in front, `size` from foot to crown.
fn person(canvas: &mut Canvas, chance: &mut Chance, x: f32, foot: f32, size: f32, faces: bool) {
    let (cloth, skin) = (chance.one_of(&CLOTHES), chance.one_of(&SKIN));
    let head = size * 0.13;
    let shoulder = foot - size + head * 2.1;
    canvas.ellipse(x, shoulder + size * 0.14, size * 0.17, size * 0.15, cloth);
    canvas.rect(x - size * 0.17, shoulder + size * 0.12, size * 0.34, size * 0.29, cloth);
    canvas.rect(x - size * 0.13, foot - size * 0.34, size * 0.11, size * 0.34, [54, 50, 58]);
    canvas.rect(x + size * 0.02, foot - size * 0.34, size * 0.11, size * 0.34, [54, 50, 58]);
    canvas.rect(x - head * 0.35, shoulder - head * 0.5, head * 0.7, head, skin);
    canvas.ellipse(x, foot - size + head * 1.1, head, head * 1.15, HAIR);
    if faces {
        canvas.ellipse(x, foot - size + head * 1.32, head * 0.82, head * 0.92, skin);
    }
    let scarf = chance.share();
    // Whoever speaks wears nothing on the head, and hats come off indoors.
    let outdoors = !faces && !canvas.indoors;
    if scarf > 0.72 && outdoors {
        canvas.ellipse(x, foot - size + head * 0.75, head * 1.12, head * 0.72, chance.one_of(&[INDIGO, [120, 52, 66]]));
    } else if scarf < 0.14 && outdoors {
        let brim = foot - size + head * 0.9;
        canvas.polygon(&[(x - head * 2.1, brim), (x, brim - head * 1.5), (x + head * 2.1, brim)], [222, 196, 140]);
    }
}

fn seated(canvas: &mut Canvas, chance: &mut Chance, x: f32, foot: f32, size: f32) {
    let chair = chance.one_of(&[[188, 62, 54], [58, 108, 160], [188, 62, 54]]);
    person(canvas, chance, x, foot + size * 0.18, size, false);
    canvas.rect(x - size * 0.2, foot - size * 0.2, size * 0.4, size * 0.3, chair);
    canvas.rect(x - size * 0.18, foot + size * 0.1, size * 0.05, size * 0.1, chair);
    canvas.rect(x + size * 0.13, foot + size * 0.1, size * 0.05, size * 0.1, chair);
}

fn banner(canvas: &mut Canvas, x: f32, y: f32, w: f32, h: f32) {
    canvas.rect(x, y, w, h, [190, 44, 42]);
    for (line, (from, to)) in [(0.12, 0.88), (0.24, 0.76)].into_iter().enumerate() {
        let top = y + h * (0.26 + line as f32 * 0.34);
        let mut at = x + w * from;
        // Words as strokes: a picture without a sentence that somebody would have to answer for.
        for stroke in 0..14 {
            let length = w * (0.025 + 0.018 * ((stroke * 7 + line * 3) % 4) as f32);
            if at + length < x + w * to {
                canvas.rect(at, top, length, h * 0.16, [248, 220, 120]);
            }
            at += length + w * 0.014;
        }
    }
}

fn meeting(canvas: &mut Canvas, chance: &mut Chance) {
    outdoors(canvas, chance, 330.0);
    canvas.below([206, 184, 146], |x| 400.0 + 6.0 * (x / 90.0).sin());
    let middle = chance.between(560.0, 640.0);
    house(canvas, middle, 430.0, 330.0);
    banner(canvas, middle - 130.0, 338.0, 260.0, 40.0);
    let speaker = chance.between(210.0, 270.0);
    person(canvas, chance, speaker, 496.0, 150.0, true);
    canvas.rect(speaker - 60.0, 444.0, 120.0, 56.0, [148, 52, 48]);
    canvas.rect(speaker - 66.0, 438.0, 132.0, 10.0, [120, 40, 38]);
    person(canvas, chance, speaker + 130.0, 492.0, 142.0, true);
    for row in 0..3 {
        let (count, size) = (7 - row, 96.0 + row as f32 * 34.0);
        let foot = 540.0 + row as f32 * 76.0;
        for seat in 0..count {
            let x = 130.0 + (seat as f32 + 0.5 * (row % 2) as f32) * (760.0 / count as f32);
            let x = x + chance.between(-12.0, 12.0);
            if chance.share() > 0.08 {
                seated(canvas, chance, x, foot, size);
            }
        }
    }
}

fn horn(canvas: &mut Canvas, x: f32, y: f32, size: f32, side: f32) {
    let grey = [196, 200, 204];
    canvas.polygon(
        &[
            (x, y - size * 0.16),
            (x + side * size, y - size * 0.52),
            (x + side * size, y + size * 0.52),
            (x, y + size * 0.16),
        ],
        grey,
    );
    canvas.ellipse(x + side * size, y, size * 0.16, size * 0.52, [120, 126, 134]);
    canvas.ellipse(x + side * size, y, size * 0.07, size * 0.26, [88, 94, 102]);
    canvas.rect(x - size * 0.2, y - size * 0.16, size * 0.4, size * 0.32, [150, 156, 162]);
}

fn loudspeaker(canvas: &mut Canvas, chance: &mut Chance) {
    outdoors(canvas, chance, 430.0);
    paddies(canvas, 470.0);
    house(canvas, chance.between(180.0, 260.0), 520.0, 250.0);
    house(canvas, chance.between(760.0, 830.0), 500.0, 190.0);
    let x = chance.between(470.0, 560.0);
    canvas.rect(x - 8.0, 130.0, 16.0, 560.0, [122, 116, 108]);
    canvas.rect(x - 50.0, 172.0, 100.0, 8.0, [104, 98, 92]);
    horn(canvas, x - 24.0, 176.0, 92.0, -1.0);
    horn(canvas, x + 24.0, 176.0, 92.0, 1.0);
    horn(canvas, x + 18.0, 252.0, 62.0, 1.0);
    for ring in 1..4 {
        let reach = 130.0 + ring as f32 * 34.0;
        canvas.arc(x + 24.0, 176.0, reach, 5.0, 0.5, [255, 252, 236]);
        canvas.arc(x - 24.0, 176.0, -reach, 5.0, 0.5, [255, 252, 236]);
    }
    person(canvas, chance, x - 170.0, 690.0, 190.0, false);
    person(canvas, chance, x - 70.0, 700.0, 130.0, false);
}

fn panel(canvas: &mut Canvas, chance: &mut Chance) {
    outdoors(canvas, chance, 400.0);
    canvas.below([168, 160, 150], |x| 560.0 + x * 0.03);
    canvas.band([236, 232, 220], 6.0, |x| 640.0 + x * 0.03);
    let x = chance.between(210.0, 300.0);
    for post in [60.0, 470.0] {
        canvas.rect(x + post, 420.0, 18.0, 190.0, [112, 116, 122]);
    }
    canvas.rect(x - 8.0, 132.0, 566.0, 316.0, [90, 96, 104]);
    let (low, high) = chance.one_of(&[([24, 96, 124], [44, 136, 150]), ([34, 92, 66], [70, 140, 92])]);
    canvas.gradient_in(x, 140.0, 550.0, 300.0, low, high);
    canvas.ellipse(x + 120.0, 300.0, 78.0, 78.0, [250, 214, 110]);
    house(canvas, x + 120.0, 372.0, 130.0);
    for step in 0..4 {
        let step = step as f32;
        let top = 356.0 - step * 42.0;
        canvas.rect(x + 236.0 + step * 58.0, top, 42.0, 390.0 - top, [244, 236, 208]);
    }
    canvas.polygon(&[(x + 236.0, 322.0), (x + 440.0, 178.0), (x + 446.0, 190.0), (x + 242.0, 336.0)], [240, 128, 66]);
    canvas.polygon(&[(x + 424.0, 166.0), (x + 476.0, 160.0), (x + 452.0, 208.0)], [240, 128, 66]);
    banner(canvas, x + 14.0, 394.0, 522.0, 38.0);
    let walker = chance.between(90.0, 170.0);
    person(canvas, chance, walker, 640.0, 190.0, false);
    person(canvas, chance, walker + 80.0, 646.0, 170.0, false);
}

fn classroom(canvas: &mut Canvas, chance: &mut Chance) {
    canvas.indoors = true;
    let wall = chance.one_of(&[[226, 224, 206], [206, 220, 222], [232, 220, 196]]);
    canvas.gradient(0.0, 720.0, wall, [244, 240, 228]);
    canvas.below([176, 148, 118], |_| 520.0);
    for window in [50.0, 730.0] {
        canvas.rect(window, 120.0, 180.0, 230.0, [128, 104, 82]);
        canvas.gradient_in(window + 10.0, 130.0, 160.0, 210.0, [150, 200, 226], [222, 236, 220]);
        canvas.rect(window + 86.0, 130.0, 8.0, 210.0, [128, 104, 82]);
    }
    canvas.rect(282.0, 130.0, 396.0, 226.0, [96, 72, 54]);
    canvas.rect(294.0, 142.0, 372.0, 202.0, [42, 84, 66]);
    for line in 0..4 {
        let length = chance.between(130.0, 280.0);
        canvas.rect(324.0, 172.0 + line as f32 * 40.0, length, 9.0, [222, 230, 220]);
    }
    banner(canvas, 250.0, 52.0, 460.0, 52.0);
    person(canvas, chance, 720.0, 520.0, 240.0, true);
    for row in 0..3 {
        let (count, size) = (6 - row, 120.0 + row as f32 * 40.0);
        let foot = 560.0 + row as f32 * 82.0;
        for seat in 0..count {
            let x = 110.0 + (seat as f32 + 0.5) * (740.0 / count as f32) + chance.between(-10.0, 10.0);
            canvas.rect(x - size * 0.42, foot - size * 0.56, size * 0.84, size * 0.09, [158, 110, 70]);
            seated(canvas, chance, x, foot, size);
        }
    }
}

fn van(canvas: &mut Canvas, chance: &mut Chance) {
    outdoors(canvas, chance, 370.0);
    paddies(canvas, 400.0);
    canvas.below([188, 164, 128], |x| 540.0 + 8.0 * (x / 120.0).sin());
    house(canvas, chance.between(760.0, 820.0), 500.0, 260.0);
    let (x, y) = (chance.between(120.0, 190.0), 560.0);
    let body = chance.one_of(&[[236, 238, 236], [52, 110, 140], [208, 92, 60]]);
    canvas.rect(x, y - 170.0, 330.0, 150.0, body);
    canvas
        .polygon(&[(x + 328.0, y - 170.0), (x + 376.0, y - 100.0), (x + 384.0, y - 20.0), (x + 328.0, y - 20.0)], body);
    canvas.polygon(
        &[(x + 300.0, y - 158.0), (x + 330.0, y - 158.0), (x + 364.0, y - 100.0), (x + 300.0, y - 100.0)],
        [70, 96, 110],
    );
    for window in [28.0, 118.0, 208.0] {
        canvas.rect(x + window, y - 152.0, 76.0, 52.0, [70, 96, 110]);
    }
    banner(canvas, x + 16.0, y - 88.0, 270.0, 40.0);
    for wheel in [74.0, 306.0] {
        canvas.ellipse(x + wheel, y - 16.0, 36.0, 36.0, [44, 44, 48]);
        canvas.ellipse(x + wheel, y - 16.0, 15.0, 15.0, [190, 194, 198]);
    }
    horn(canvas, x + 190.0, y - 200.0, 64.0, 1.0);
    horn(canvas, x + 150.0, y - 200.0, 64.0, -1.0);
    canvas.rect(x + 160.0, y - 196.0, 20.0, 28.0, [104, 98, 92]);
    for at in 0..6 {
        let foot = 600.0 + chance.between(0.0, 90.0);
        let where_to = 470.0 + at as f32 * 80.0 + chance.between(-16.0, 16.0);
        person(canvas, chance, where_to, foot, 150.0 + (foot - 600.0) * 0.6, at % 3 == 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scene_is_a_small_picture_and_each_turn_another() {
        for scene in [Scene::Meeting, Scene::Loudspeaker, Scene::Panel, Scene::Classroom, Scene::Van] {
            let (one, other) = (drawn(scene, 1), drawn(scene, 2));
            assert_ne!(one, other);
            assert_eq!(one, drawn(scene, 1), "the same on every run");
            for bytes in [one, other] {
                assert!(bytes.len() <= 60_000, "{scene:?}: {} bytes", bytes.len());
                assert_eq!(crate::blob_files::media_type(&bytes), Some("image/png"));
            }
        }
    }
}
