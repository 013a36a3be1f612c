//! How large to draw, in whole numbers.

/// A picture's width and height in pixels.
pub type Size = (u32, u32);

/// The size in the same proportions whose longer side is at most `side`. Never enlarges.
#[must_use]
pub fn fitted((width, height): Size, side: u32) -> Size {
    let longer = width.max(height);
    if longer <= side {
        return (width, height);
    }
    let scaled = |length: u32| {
        let exact = (u64::from(length) * u64::from(side) + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(exact).unwrap_or(side).max(1)
    };
    (scaled(width), scaled(height))
}

/// The sizes to draw one after the other: halves, so that fine lines do not shimmer, then `to`.
#[must_use]
pub fn steps(from: Size, to: Size) -> Vec<Size> {
    let mut steps = Vec::new();
    let (mut width, mut height) = from;
    while width / 2 > to.0 && height / 2 > to.1 {
        (width, height) = (width / 2, height / 2);
        steps.push((width, height));
    }
    steps.push(to);
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_side_decides_and_nothing_is_enlarged() {
        assert_eq!(fitted((4000, 3000), 1600), (1600, 1200));
        assert_eq!(fitted((3000, 4000), 1600), (1200, 1600));
        assert_eq!(fitted((800, 600), 1600), (800, 600));
        assert_eq!(fitted((20_000, 3), 1600), (1600, 1));
    }

    #[test]
    fn large_pictures_shrink_by_halves() {
        assert_eq!(steps((4000, 3000), (1600, 1200)), [(2000, 1500), (1600, 1200)]);
        assert_eq!(steps((1600, 1200), (160, 120)), [(800, 600), (400, 300), (200, 150), (160, 120)]);
        assert_eq!(steps((100, 100), (100, 100)), [(100, 100)]);
    }
}
