//! Random queries over random archives, evaluated through files of postings and by looking at each article: both must agree.

use offprint::archive::calendar::{Calendar, Year, YearDays};
use offprint::archive::name::Nfc;
use offprint::archive::posting::{Head, PostingFile, PostingKey, first_head_block, write_block, write_head};
use offprint::archive::{BLOCK_SIZE, name};
use offprint::query::date::{DateRange, Day, PartialDate};
use offprint::query::evaluate::{KeyPostings, Plan};
use offprint::query::{Expression, Query, Term};
use std::sync::Arc;

/// Archives with this many articles are asked this many queries: 10,000 in all, and those at the borders of blocks among them.
pub const ARCHIVES: [(u32, u32); 8] = [
    (0, 50),
    (1, 100),
    (300, 5_000),
    (2_000, 4_000),
    (65_535, 250),
    (65_536, 250),
    (65_537, 250),
    (200_000, 100),
];

const TAGS: [&str; 40] = [
    "iOS",
    "小米",
    "Rust",
    "Two words",
    "Straße",
    "Café",
    "a/b",
    "(x)",
    "quo\"te",
    "back\\slash",
    "OR",
    "-minus",
    "#hash",
    "colon:",
    "雷军",
    "快科技（原驱动之家）",
    "Ａ",
    "e\u{301}",
    "t18",
    "t19",
    "t20",
    "t21",
    "t22",
    "t23",
    "t24",
    "t25",
    "t26",
    "t27",
    "t28",
    "t29",
    "t30",
    "t31",
    "t32",
    "t33",
    "t34",
    "t35",
    "t36",
    "t37",
    "t38",
    "t39",
];
/// Other spellings of some of them.
const SPELLINGS: [(&str, usize); 5] = [("IOS", 0), ("rust", 2), ("two  WORDS", 3), ("STRASSE", 4), ("cafe\u{301}", 5)];
const AUTHORS: [&str; 6] = ["快科技", "Ada", "ADA Lovelace", "Ivan", "O'Neil", "新华社"];
const CATEGORIES: [&[&str]; 7] = [
    &["新媒体"],
    &["新媒体", "快科技"],
    &["新媒体", "快科技", "Phones"],
    &["新媒体", "a/b"],
    &["Science"],
    &["Science", "Space"],
    &["快科技"],
];
const DAYS: u32 = 3 * 365;

/// A generator of numbers (xorshift64*), so that every run of the tests is the same.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    fn pick<Item: Copy>(&mut self, items: &[Item]) -> Item {
        items[self.below(items.len())]
    }
}

/// What a query can ask of an article: names by their places in the lists above.
struct Article {
    tags: u64,
    author: usize,
    category: usize,
    day: Option<Day>,
}

fn day(number: u32) -> Day {
    let (year, of_year) = (2019 + number / 365, number % 365);
    let month = of_year / 31;
    Day {
        year: year as u16,
        month: month as u8 + 1,
        day: (of_year % 31).min(27) as u8 + 1,
    }
}

fn articles(count: u32, random: &mut Random) -> Vec<Article> {
    let n_undated = count / 50;
    let article = |ordinal: u32| {
        // Frequent ones first: half of the articles have the first tag, one in a thousand the last ones.
        let tags = (0..TAGS.len())
            .filter(|tag| random.below(2 + tag * tag) == 0)
            .fold(0, |tags, tag| tags | 1 << tag);
        let number = ordinal
            .checked_sub(n_undated)
            .map(|dated| u64::from(dated) * u64::from(DAYS) / u64::from(count));
        Article {
            tags,
            author: random.below(AUTHORS.len()),
            category: random.below(CATEGORIES.len()),
            day: number.map(|number| day(number as u32)),
        }
    };
    (0..count).map(article).collect()
}

fn term(random: &mut Random) -> Term {
    let date = |random: &mut Random| {
        let day = day(random.below(DAYS as usize + 400) as u32);
        let (month, of_month) = random.pick(&[(None, None), (Some(day.month), None), (Some(day.month), Some(day.day))]);
        PartialDate::new(day.year, month, of_month).expect("a day of the calendar")
    };
    match random.below(10) {
        0..=4 => Term::Tag(
            if random.below(5) == 0 {
                random.pick(&SPELLINGS).0
            } else {
                random.pick(&TAGS)
            }
            .to_owned(),
        ),
        5 => Term::Tag("no article has it".to_owned()),
        6 => Term::Author(random.pick(&AUTHORS).to_owned()),
        7 => Term::In(random.pick(&CATEGORIES).iter().map(ToString::to_string).collect()),
        _ => {
            let (first, last) = (date(random), date(random));
            Term::Date(match random.below(4) {
                0 => DateRange::since(first),
                1 => DateRange::until(last),
                2 => DateRange::of(first),
                _ => DateRange::between(first, last).unwrap_or(DateRange::of(first)),
            })
        }
    }
}

/// A query as text, with groups as deep as `depth`.
fn text(random: &mut Random, depth: usize) -> String {
    if depth == 0 || random.below(3) == 0 {
        return Query::from(term(random)).to_string();
    }
    let mut parts: Vec<String> = (0..2 + random.below(2)).map(|_| text(random, depth - 1)).collect();
    if random.below(3) == 0 {
        parts[0] = format!("-({})", parts[0]);
    }
    let join = random.pick(&[" ", " ", " OR "]);
    format!("({})", parts.join(join))
}

/// An archive as files of postings, with its articles for those who look at each.
struct Archive {
    articles: Vec<Article>,
    heads: Vec<PostingFile>,
    blocks: Vec<Vec<PostingFile>>,
    years: Vec<Year>,
    days: Vec<Arc<YearDays>>,
}

const N_BUCKETS: u32 = 8;

impl Archive {
    fn new(count: u32, random: &mut Random, nfc: Nfc) -> Self {
        let articles = articles(count, random);
        let with = |has: &dyn Fn(&Article) -> bool| {
            (0..)
                .zip(&articles)
                .filter(|(_, article)| has(article))
                .map(|(ordinal, _)| ordinal)
                .collect()
        };
        let comparable = |text: &str| name::comparable(text, nfc);
        let mut postings: Vec<(PostingKey, Vec<u32>)> = Vec::new();
        for (tag, text) in TAGS.iter().enumerate() {
            postings.push((PostingKey::tag(&comparable(text)), with(&|article| article.tags & 1 << tag != 0)));
        }
        for (author, text) in AUTHORS.iter().enumerate() {
            postings.push((PostingKey::author(&comparable(text)), with(&|article| article.author == author)));
        }
        for path in CATEGORIES {
            let levels: Vec<String> = path.iter().map(|level| comparable(level)).collect();
            postings.push((
                PostingKey::category(&levels),
                with(&|article| CATEGORIES[article.category].starts_with(path)),
            ));
        }
        postings.retain(|(_, ordinals)| !ordinals.is_empty());
        postings.sort();
        let of_bucket = |bucket: u32| {
            let own = postings.iter().filter(move |(key, _)| key.bucket(N_BUCKETS) == bucket);
            own.map(|(key, ordinals)| (*key, ordinals.as_slice())).collect::<Vec<_>>()
        };
        let read = |bytes| PostingFile::read(bytes).expect("it was just written");
        let block = |block: u32, bucket: u32| {
            let in_block = of_bucket(bucket).into_iter().map(|(key, ordinals)| {
                let from = ordinals.partition_point(|ordinal| ordinal / BLOCK_SIZE < block);
                let to = ordinals.partition_point(|ordinal| ordinal / BLOCK_SIZE <= block);
                (key, &ordinals[from..to])
            });
            read(write_block(block, &in_block.collect::<Vec<_>>()))
        };
        // Nothing here looks for files by their names.
        let older = vec![vec!["a".repeat(10)]; first_head_block(count) as usize];
        let mut files: Vec<YearDays> = Vec::new();
        for day in articles.iter().filter_map(|article| article.day) {
            if files.last().is_none_or(|file| file.year != day.year) {
                files.push(YearDays::empty(day.year));
            }
            files.last_mut().expect("just pushed").add(day);
        }
        Self {
            heads: (0..N_BUCKETS)
                .map(|bucket| {
                    let (n_heads, older) = (N_BUCKETS, &older);
                    read(write_head(count, Head { bucket, n_heads, older }, &of_bucket(bucket)))
                })
                .collect(),
            blocks: (0..first_head_block(count))
                .map(|number| (0..N_BUCKETS).map(|bucket| block(number, bucket)).collect())
                .collect(),
            years: files.iter().map(|file| file.summed(String::new())).collect(),
            days: files.into_iter().map(Arc::new).collect(),
            articles,
        }
    }

    fn count(&self) -> u32 {
        self.articles.len() as u32
    }

    /// The ordinals that match, and whether the bounds hold in each block.
    fn evaluated(&self, query: &Query, nfc: Nfc) -> Vec<u32> {
        let plan = Plan::new(query, nfc).expect("no text");
        let calendar = Calendar {
            count: self.count(),
            years: &self.years,
            days: &self.days,
        };
        let dates: Vec<_> = plan
            .dates
            .iter()
            .map(|range| calendar.ordinals(*range).expect("all days are known"))
            .collect();
        let first_head = first_head_block(self.count());
        let postings: Vec<KeyPostings> = plan
            .keys
            .iter()
            .map(|key| {
                let bucket = key.bucket(N_BUCKETS) as usize;
                let mut known = KeyPostings::new(first_head, self.heads[bucket].posting(*key).expect("whole"));
                for block in (0..first_head).filter(|block| !known.is_known(*block)).collect::<Vec<_>>() {
                    known.learn(
                        block,
                        self.blocks[block as usize][bucket].posting(*key).expect("whole").blocks.remove(0),
                    );
                }
                known
            })
            .collect();
        let mut found = Vec::new();
        for block in 0..self.count().div_ceil(BLOCK_SIZE) {
            let length = (self.count() - block * BLOCK_SIZE).min(BLOCK_SIZE);
            let bits = plan.evaluate(block, length, &dates, &postings);
            let (most, fewest) = plan.bounds(block, length, &dates, &postings);
            assert!(
                (fewest..=most).contains(&bits.count()),
                "{query}: {fewest} to {most} in block {block}, {}",
                bits.count()
            );
            found.extend(bits.ascending().map(|place| block * BLOCK_SIZE + u32::from(place)));
        }
        found
    }

    /// The ordinals that match, by looking at each article.
    fn scanned(&self, query: &Query, nfc: Nfc) -> Vec<u32> {
        let asked = query.root().map(|root| asked(root, nfc));
        let matches = |article: &Article| asked.as_ref().is_none_or(|asked| asked.matches(article));
        (0..)
            .zip(&self.articles)
            .filter(|(_, article)| matches(article))
            .map(|(ordinal, _)| ordinal)
            .collect()
    }
}

/// A query whose names have been looked up in the lists above.
enum Asked {
    Tags(u64),
    Author(Option<usize>),
    Categories(Vec<usize>),
    Date(DateRange),
    Not(Box<Asked>),
    All(Vec<Asked>),
    Any(Vec<Asked>),
}

fn asked(expression: &Expression, nfc: Nfc) -> Asked {
    let is_same = |one: &str, other: &str| name::comparable(one, nfc) == name::comparable(other, nfc);
    let parts = |parts: &[Expression]| parts.iter().map(|part| asked(part, nfc)).collect();
    match expression {
        Expression::Term(Term::Tag(name)) => {
            let tag = TAGS.iter().position(|tag| is_same(tag, name));
            Asked::Tags(tag.map_or(0, |tag| 1 << tag))
        }
        Expression::Term(Term::Author(name)) => Asked::Author(AUTHORS.iter().position(|author| is_same(author, name))),
        Expression::Term(Term::In(levels)) => {
            let is_below = |path: &[&str]| path.len() >= levels.len() && path.iter().zip(levels).all(|(own, level)| is_same(own, level));
            Asked::Categories((0..CATEGORIES.len()).filter(|category| is_below(CATEGORIES[*category])).collect())
        }
        Expression::Term(Term::Date(range)) => Asked::Date(*range),
        Expression::Term(Term::Text(_)) => unreachable!("no query here has text"),
        Expression::Not(inner) => Asked::Not(Box::new(asked(inner, nfc))),
        Expression::And(all) => Asked::All(parts(all)),
        Expression::Or(any) => Asked::Any(parts(any)),
    }
}

impl Asked {
    fn matches(&self, article: &Article) -> bool {
        match self {
            Self::Tags(tags) => article.tags & tags != 0,
            Self::Author(author) => *author == Some(article.author),
            Self::Categories(categories) => categories.contains(&article.category),
            Self::Date(range) => article.day.is_some_and(|day| range.contains(day)),
            Self::Not(inner) => !inner.matches(article),
            Self::All(all) => all.iter().all(|part| part.matches(article)),
            Self::Any(any) => any.iter().any(|part| part.matches(article)),
        }
    }
}

/// Asks all queries of an archive with `count` articles.
pub fn assert_all_agree(count: u32, n_queries: u32, nfc: Nfc) {
    let mut random = Random::new(u64::from(count) + 1);
    let archive = Archive::new(count, &mut random, nfc);
    let mut n_found = 0;
    for _ in 0..n_queries {
        let text = text(&mut random, 3);
        let query = Query::parse(&text).expect(&text);
        let found = archive.evaluated(&query, nfc);
        assert_eq!(found, archive.scanned(&query, nfc), "{query} in {count} articles");
        n_found += found.len();
    }
    // Queries that find nothing would agree about nothing.
    assert!(n_found as u64 >= u64::from(count) * u64::from(n_queries) / 100);
}
