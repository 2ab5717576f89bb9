//! Makes a failing case small: takes away whatever the failure does not need, until nothing more can go.

use super::case::{Case, Node, Product, Rhs, Row};

/// Most cases that are tried.
const TRIES_MAX: usize = 3_000;

/// Returns the smallest case found that still fails in one question.
pub fn shrink(case: &Case, question: usize, fails: impl Fn(&Case) -> bool) -> Case {
    let mut best = Case { questions: vec![case.questions[question].clone()], ..case.clone() };
    if !fails(&best) {
        return case.clone();
    }
    let mut tries = 0;
    loop {
        let smaller = candidates(&best).into_iter().take(TRIES_MAX - tries).find(|candidate| {
            tries += 1;
            fails(candidate)
        });
        match smaller {
            Some(smaller) if tries < TRIES_MAX => best = smaller,
            _ => return best,
        }
    }
}

/// Returns cases that are a little smaller, those that save most first.
fn candidates(case: &Case) -> Vec<Case> {
    let mut all = Vec::new();
    for rule in smaller_rules(&case.questions[0].rule) {
        if matches!(rule, Node::Group { .. }) {
            let mut next = case.clone();
            next.questions[0].rule = rule;
            all.push(next);
        }
    }
    for at in (0..case.products.len()).filter(|_| case.products.len() > 1) {
        let mut next = case.clone();
        next.products.remove(at);
        let source = &mut next.questions[0].source;
        *source =
            source.filter(|source| *source != at).map(|source| if source > at { source - 1 } else { source });
        all.push(next);
    }
    if case.followed {
        all.push(Case { followed: false, ..case.clone() });
    }
    if case.questions[0].source.is_some() {
        let mut next = case.clone();
        next.questions[0].source = None;
        all.push(next);
    }
    if case.parents.iter().any(Option::is_some) {
        all.push(Case { parents: vec![None; case.parents.len()], ..case.clone() });
    }
    for (at, product) in case.products.iter().enumerate() {
        for smaller in smaller_products(product) {
            let mut next = case.clone();
            next.products[at] = smaller;
            all.push(next);
        }
    }
    all
}

fn without<T: Clone>(list: &[T]) -> Vec<Vec<T>> {
    let less = |at: usize| {
        list.iter().enumerate().filter(move |(place, _)| *place != at).map(|(_, one)| one.clone())
    };
    (0..list.len()).map(|at| less(at).collect()).collect()
}

fn smaller_rules(node: &Node) -> Vec<Node> {
    match node {
        Node::Row(row) => smaller_rows(row).into_iter().map(Node::Row).collect(),
        Node::Group { condition, same_variant, rules } => {
            let group = |rules| Node::Group { condition, same_variant: *same_variant, rules };
            let mut all: Vec<Node> = rules.clone();
            if rules.len() > 1 {
                all.extend(without(rules).into_iter().map(group));
            }
            if *same_variant {
                all.push(Node::Group { condition, same_variant: false, rules: rules.clone() });
            }
            for (at, rule) in rules.iter().enumerate() {
                for smaller in smaller_rules(rule) {
                    let mut rules = rules.clone();
                    rules[at] = smaller;
                    all.push(group(rules));
                }
            }
            all
        }
    }
}

fn smaller_rows(row: &Row) -> Vec<Row> {
    let mut all = Vec::new();
    if row.values.len() > 1 && !row.operator.ends_with("between") {
        all.extend(without(&row.values).into_iter().map(|values| Row { values, ..row.clone() }));
    }
    if row.joined {
        all.push(Row { joined: false, ..row.clone() });
    }
    if row.with_sub {
        all.push(Row { with_sub: false, ..row.clone() });
    }
    if let Some(rhs) = &row.rhs {
        if !rhs.mul.is_empty() {
            all.push(Row { rhs: Some(Rhs { mul: Vec::new(), ..rhs.clone() }), ..row.clone() });
        }
        if !rhs.add.is_empty() {
            all.push(Row { rhs: Some(Rhs { add: Vec::new(), ..rhs.clone() }), ..row.clone() });
        }
    }
    all
}

fn smaller_products(product: &Product) -> Vec<Product> {
    let mut all = Vec::new();
    let mut add = |change: &dyn Fn(&mut Product)| {
        let mut next = product.clone();
        change(&mut next);
        all.push(next);
    };
    for variants in without(&product.variants).into_iter().filter(|variants| !variants.is_empty()) {
        add(&move |next| next.variants = variants.clone());
    }
    for attributes in without(&product.attributes) {
        add(&move |next| next.attributes = attributes.clone());
    }
    for texts in without(&product.texts) {
        add(&move |next| next.texts = texts.clone());
    }
    for categories in without(&product.categories) {
        add(&move |next| next.categories = categories.clone());
    }
    for (at, variant) in product.variants.iter().enumerate() {
        for attributes in without(&variant.attributes) {
            add(&move |next| next.variants[at].attributes = attributes.clone());
        }
        for prices in without(&variant.prices) {
            add(&move |next| next.variants[at].prices = prices.clone());
        }
        if variant.stock.is_some() {
            add(&move |next| next.variants[at].stock = None);
        }
    }
    if product.stores.is_some() {
        add(&|next| next.stores = None);
    }
    if product.new_from.or(product.new_until).is_some() {
        add(&|next| (next.new_from, next.new_until) = (None, None));
    }
    if product.rating.or(product.reviews).or(product.margin).is_some() {
        add(&|next| (next.rating, next.reviews, next.margin) = (None, None, None));
    }
    if (product.sold, product.viewed) != ([0; 3], [0; 3]) {
        add(&|next| (next.sold, next.viewed) = ([0; 3], [0; 3]));
    }
    all
}
