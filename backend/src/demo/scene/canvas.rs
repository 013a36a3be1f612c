//! A surface to draw flat shapes on, kept at twice the size so that edges come out smooth.

/// Red, green, blue.
pub type Colour = [u8; 3];

/// Coordinates are in pixels of the finished picture.
pub struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Colour>,
    /// Whether what is drawn has a roof over it.
    pub indoors: bool,
}

const FINE: usize = 2;

impl Canvas {
    pub fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width as usize * FINE, height as usize * FINE);
        Self { width, height, pixels: vec![[255; 3]; width * height], indoors: false }
    }

    /// Colours every point of a box for which `inside` says yes.
    fn fill(&mut self, from: (f32, f32), to: (f32, f32), colour: Colour, inside: impl Fn(f32, f32) -> bool) {
        self.paint(from, to, |x, y| inside(x, y).then_some(colour));
    }

    fn paint(&mut self, from: (f32, f32), to: (f32, f32), colour: impl Fn(f32, f32) -> Option<Colour>) {
        let fine = FINE as f32;
        let clip = |value: f32, end: usize| (value * fine).clamp(0.0, end as f32) as usize;
        for row in clip(from.1, self.height)..clip(to.1 + 1.0, self.height) {
            for column in clip(from.0, self.width)..clip(to.0 + 1.0, self.width) {
                if let Some(colour) = colour((column as f32 + 0.5) / fine, (row as f32 + 0.5) / fine) {
                    self.pixels[row * self.width + column] = colour;
                }
            }
        }
    }

    fn corner(&self) -> (f32, f32) {
        ((self.width / FINE) as f32, (self.height / FINE) as f32)
    }

    pub fn rect(&mut self, x: f32, y: f32, w: f32, h: f32, colour: Colour) {
        self.fill((x, y), (x + w, y + h), colour, |px, py| px >= x && px < x + w && py >= y && py < y + h);
    }

    pub fn ellipse(&mut self, x: f32, y: f32, rx: f32, ry: f32, colour: Colour) {
        self.fill((x - rx, y - ry), (x + rx, y + ry), colour, |px, py| {
            ((px - x) / rx).powi(2) + ((py - y) / ry).powi(2) <= 1.0
        });
    }

    /// Points in order around the shape, convex or not.
    pub fn polygon(&mut self, points: &[(f32, f32)], colour: Colour) {
        let bounds = points.iter().fold(((f32::MAX, f32::MAX), (f32::MIN, f32::MIN)), |(low, high), point| {
            ((low.0.min(point.0), low.1.min(point.1)), (high.0.max(point.0), high.1.max(point.1)))
        });
        self.fill(bounds.0, bounds.1, colour, |px, py| {
            let mut inside = false;
            for (at, one) in points.iter().enumerate() {
                let other = points[(at + 1) % points.len()];
                let crosses = (one.1 > py) != (other.1 > py);
                if crosses && px < (other.0 - one.0) * (py - one.1) / (other.1 - one.1) + one.0 {
                    inside = !inside;
                }
            }
            inside
        });
    }

    /// Everything under a line.
    pub fn below(&mut self, colour: Colour, line: impl Fn(f32) -> f32) {
        let corner = self.corner();
        self.fill((0.0, 0.0), corner, colour, |px, py| py >= line(px));
    }

    /// A stroke along a line.
    pub fn band(&mut self, colour: Colour, thick: f32, line: impl Fn(f32) -> f32) {
        let corner = self.corner();
        self.fill((0.0, 0.0), corner, colour, |px, py| (line(px)..line(px) + thick).contains(&py));
    }

    /// A piece of a ring to the right of its centre, or to the left for a negative radius.
    pub fn arc(&mut self, x: f32, y: f32, radius: f32, thick: f32, spread: f32, colour: Colour) {
        let reach = radius.abs() + thick;
        self.fill((x - reach, y - reach), (x + reach, y + reach), colour, |px, py| {
            let (dx, dy) = ((px - x) * radius.signum(), py - y);
            let far = dx.hypot(dy);
            (radius.abs()..radius.abs() + thick).contains(&far) && dy.atan2(dx).abs() < spread
        });
    }

    /// From one colour above to another below, over the whole width.
    pub fn gradient(&mut self, from: f32, to: f32, high: Colour, low: Colour) {
        let width = self.corner().0;
        self.gradient_in(0.0, from, width, to - from, high, low);
    }

    /// The same within a box.
    pub fn gradient_in(&mut self, x: f32, y: f32, w: f32, h: f32, high: Colour, low: Colour) {
        self.paint((x, y), (x + w, y + h), |px, py| {
            let share = ((py - y) / h).clamp(0.0, 1.0);
            let mix = |at: usize| (f32::from(high[at]) * (1.0 - share) + f32::from(low[at]) * share) as u8;
            (px >= x && px < x + w && py >= y && py < y + h).then(|| [mix(0), mix(1), mix(2)])
        });
    }

    /// The finished picture, row by row, three bytes a pixel.
    pub fn halved(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.pixels.len() / (FINE * FINE) * 3);
        for row in (0..self.height).step_by(FINE) {
            for column in (0..self.width).step_by(FINE) {
                for channel in 0..3 {
                    let near = (0..FINE * FINE).map(|at| {
                        let pixel = (row + at / FINE) * self.width + column + at % FINE;
                        u32::from(self.pixels[pixel][channel])
                    });
                    out.push((near.sum::<u32>() / (FINE * FINE) as u32) as u8);
                }
            }
        }
        out
    }
}
