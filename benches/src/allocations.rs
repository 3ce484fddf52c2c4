//! Counts what is allocated, so that counts can be compared where times are noise.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The system's allocator, counting.
#[derive(Debug)]
pub struct Counting;

/// What was asked for so far.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    /// How often memory was asked for, growing included.
    pub allocations: u64,
    /// How many bytes.
    pub bytes: u64,
}

impl Count {
    /// What was asked for since the process started.
    pub fn now() -> Self {
        Self { allocations: ALLOCATIONS.load(Relaxed), bytes: BYTES.load(Relaxed) }
    }

    /// What was asked for since then.
    pub fn since(before: Self) -> Self {
        let now = Self::now();
        let (allocations, bytes) = (now.allocations - before.allocations, now.bytes - before.bytes);
        Self { allocations, bytes }
    }
}

// SAFETY: every call is passed on to the system's allocator as it came; the counters are beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(size);
        unsafe { System.realloc(old, layout, size) }
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        unsafe { System.dealloc(old, layout) }
    }
}

fn note(bytes: usize) {
    ALLOCATIONS.fetch_add(1, Relaxed);
    BYTES.fetch_add(bytes as u64, Relaxed);
}

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);
