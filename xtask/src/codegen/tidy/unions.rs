//! The variants of a union are called after what they hold.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use syn::visit_mut::{self, VisitMut};
use syn::{File, Ident, Item, Path};

use super::syntax::{implemented, module};
use crate::codegen::lower::Client;
use crate::codegen::model::Shape;

/// Renames variants that the generator numbered or shortened.
pub(super) fn name_variants(file: &mut File, client: &Client) -> Result<()> {
    let mut renamed: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let Some(types) = module(file, "types") else { return Ok(()) };

    for item in types.iter_mut() {
        let Item::Enum(item) = item else { continue };
        let name = item.ident.to_string();
        let Some(component) = client.model.components.get(&name) else { continue };
        let Shape::Union(members) = &component.schema.shape else { continue };
        ensure!(
            members.len() == item.variants.len(),
            "{}: {name} lost an alternative on its way",
            component.at
        );

        let names = renamed.entry(name).or_default();
        for (variant, member) in item.variants.iter_mut().zip(members) {
            names.insert(variant.ident.to_string(), member.rust.clone());
            variant.ident = Ident::new(&member.rust, variant.ident.span());
        }
    }

    for item in types {
        if let Item::Impl(item) = item
            && let Some(names) = implemented(item).and_then(|name| renamed.get(&name))
        {
            Variants { names }.visit_item_impl_mut(item);
        }
    }
    Ok(())
}

struct Variants<'n> {
    names: &'n BTreeMap<String, String>,
}

impl VisitMut for Variants<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);

        let own = path.segments.len() == 2
            && path.segments.first().is_some_and(|first| first.ident == "Self");
        if let (true, Some(variant)) = (own, path.segments.last_mut())
            && let Some(name) = self.names.get(&variant.ident.to_string())
        {
            variant.ident = Ident::new(name, variant.ident.span());
        }
    }
}
