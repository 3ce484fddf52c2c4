//! The runtime of generated code is ours: `progenitor_client` is `keymint_core::rt`, `reqwest` its light stand-in.

use syn::visit_mut::{self, VisitMut};
use syn::{File, Path, parse_quote};

/// Replaces the paths of the runtime.
pub(super) fn substitute(file: &mut File) {
    let ours = [
        ("progenitor_client", parse_quote!(::keymint_core::rt)),
        ("reqwest", parse_quote!(::keymint_core::rt::http)),
    ];
    Paths { ours }.visit_file_mut(file);
}

struct Paths {
    ours: [(&'static str, Path); 2],
}

impl VisitMut for Paths {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);

        let Some(first) = path.segments.first() else { return };
        let Some((_, ours)) = self.ours.iter().find(|(theirs, _)| first.ident == theirs) else {
            return;
        };
        let rest = std::mem::take(&mut path.segments).into_iter().skip(1);
        path.leading_colon = ours.leading_colon;
        path.segments = ours.segments.iter().cloned().chain(rest).collect();
    }
}
