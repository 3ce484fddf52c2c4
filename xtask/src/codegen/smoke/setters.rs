//! What the setters of a generated client take, read off its code.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use syn::{GenericArgument, ImplItem, Item, PathArguments, Type, TypeParamBound, WherePredicate};

use crate::codegen::names;

/// The type that each setter takes, by the builder's name and the setter's.
#[derive(Debug, Default)]
pub(super) struct Setters {
    types: BTreeMap<(String, String), Type>,
}

impl Setters {
    /// Reads generated code.
    pub(super) fn read(generated: &str) -> Result<Self> {
        let file = syn::parse_file(generated).context("generated code is no Rust")?;
        let mut setters = Self::default();

        for item in file.items {
            let Item::Mod(module) = item else { continue };
            let items = module.content.map(|(_, items)| items).unwrap_or_default();
            if module.ident == "builder" {
                for item in &items {
                    setters.add(item);
                }
            }
        }
        Ok(setters)
    }

    fn add(&mut self, item: &Item) {
        let Item::Impl(item) = item else { return };
        let Type::Path(of) = item.self_ty.as_ref() else { return };
        let Some(builder) = of.path.segments.last() else { return };

        for method in &item.items {
            let ImplItem::Fn(method) = method else { continue };
            let Some(taken) = method
                .sig
                .generics
                .where_clause
                .as_ref()
                .and_then(|bounds| bounds.predicates.iter().find_map(taken))
            else {
                continue;
            };
            let key = (builder.ident.to_string(), method.sig.ident.to_string());
            self.types.insert(key, taken);
        }
    }

    /// The setter of an operation that is called so, or so with an underscore, and what it takes.
    pub(super) fn of(&self, operation: &str, name: &str) -> Option<(String, &Type)> {
        let builder = names::pascal(operation);
        [name.to_owned(), names::ident(name), format!("{name}_")].into_iter().find_map(|name| {
            let taken = self.types.get(&(builder.clone(), name.clone()))?;
            Some((name, taken))
        })
    }
}

/// `T` of `V: TryInto<T>`.
fn taken(predicate: &WherePredicate) -> Option<Type> {
    let WherePredicate::Type(predicate) = predicate else { return None };
    predicate.bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound
            .path
            .segments
            .last()
            .filter(|last| last.ident == "TryInto" || last.ident == "Into")?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        arguments.args.iter().find_map(|argument| {
            if let GenericArgument::Type(taken) = argument { Some(taken.clone()) } else { None }
        })
    })
}
