//! A gzip stream that is small, and large when it is believed.

/// Compresses this many zeros, about 160 to 1.
pub(crate) fn zeros(count: usize) -> Vec<u8> {
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let mut bits = Bits { bytes: header.to_vec(), used: 8 };
    // The last block, with the fixed codes: a zero, then as often as needed the longest copy of the byte before.
    bits.push(&[1, 1, 0]);
    bits.push(&[0, 0, 1, 1, 0, 0, 0, 0]);
    for _ in 0..count / LONGEST {
        bits.push(&[1, 1, 0, 0, 0, 1, 0, 1]);
        bits.push(&[0; 5]);
    }
    bits.push(&[0; 7]);
    bits.bytes
}

const LONGEST: usize = 258;

struct Bits {
    bytes: Vec<u8>,
    /// How many bits of the last byte are taken.
    used: u32,
}

impl Bits {
    fn push(&mut self, bits: &[u8]) {
        for bit in bits {
            if self.used == 8 {
                self.bytes.push(0);
                self.used = 0;
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= bit << self.used;
            }
            self.used += 1;
        }
    }
}

#[test]
fn the_bomb_is_small() {
    let bomb = zeros(400 << 20);

    assert!(bomb.len() < (400 << 20) / 150, "{}", bomb.len());
}
