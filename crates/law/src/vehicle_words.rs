//! The words of which people and registers build the description of a vehicle: 7座非营运小型载客汽车(MPV) says 非营运, 小型,
//! 客 and 多用途, in whatever order and between whatever signs. A description with any word that is not here says nothing.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::normal::plain;

/// What is said, and the words that say it. The longest word that fits is read.
const SAYS: &[(&str, &str)] = &[
    ("非营运", "非营运 非运营 非营业 私家 家用 私人 自用"),
    ("营运", "营运 运营 营业"),
    ("营转非", "营转非 出租转非 营运转非营运 租赁转非"),
    ("营运 客", "公路客运 旅游客运 客运 旅游客车 公路客车"),
    ("出租", "出租客运 出租 巡游出租 巡游出租客运 的士"),
    ("预约出租", "预约出租客运 预约出租 网络预约出租 网络预约出租客运 网约 网约出租"),
    ("租赁", "租赁"),
    ("教练", "教练"),
    ("公交", "公交客运 公交 公共汽车 城市公交 城市公交客运"),
    ("校车", "校车 非专用校车"),
    ("专用", "专用"),
    ("专用 校车", "专用校车 幼儿专用校车 小学生专用校车 中小学生专用校车"),
    ("警用", "警用 警车"),
    ("救护", "救护"),
    ("救险", "工程救险 工程抢险"),
    ("大型", "大型"),
    ("中型", "中型"),
    ("小型", "小型 小汽车"),
    ("微型", "微型"),
    ("轻型", "轻型"),
    ("重型", "重型"),
    ("大型 中型", "大中型"),
    ("小型 微型", "小微型"),
    ("轻型 中型", "轻中型"),
    ("客", "载客 客车 乘用"),
    ("大型 客", "大客车"),
    ("中型 客", "中客车"),
    ("小型 客", "小客车"),
    ("轿车", "轿车"),
    ("小型 轿车", "小轿车"),
    ("多用途", "SUV MPV 越野 越野客车 商务车 旅行车 多用途乘用"),
    ("面包", "面包车 面包客车"),
    ("货", "载货 货车 货运"),
    ("轻型 货", "皮卡 轻卡"),
    ("重型 货", "重卡"),
    ("牵引", "牵引 半挂牵引 全挂牵引"),
    ("危险", "危险品 危险货物 危险化学品 危化品"),
    ("危险 货", "危险品运输车 危险货物运输车 危险化学品运输车 危化品运输车"),
    ("三轮汽车", "三轮汽车"),
    ("低速", "低速货车 低速载货 低速汽车 低速车 四轮低速货车"),
    ("单缸", "单缸 装用单缸发动机"),
    ("多缸", "多缸 装用多缸发动机"),
    ("作业", "专项作业 作业车"),
    ("载", "有载货功能 带载货功能 具有载货功能"),
    ("不载", "无载货功能 不带载货功能 不具有载货功能 非载货"),
    ("轮式机械", "轮式专用机械 轮式自行机械"),
    ("挂", "挂车"),
    ("全挂", "全挂车 全挂"),
    ("半挂", "半挂车 半挂"),
    ("其他 半挂", "普通半挂车 普通半挂"),
    ("集装箱", "集装箱"),
    ("摩托", "摩托"),
    ("三轮", "三轮 正三轮"),
    ("其他", "其他 其它"),
    (
        "",
        "汽车 车 车辆 机动车 运输 普通 厢式 仓栅式 自卸 平板 栏板 罐式 封闭 封闭式 卧铺 双层 铰接 二轮 两轮 轻便 边三轮 中置轴",
    ),
    (
        "",
        "电动 纯电动 新能源 插电式混合动力 混合动力 插电混动 插混 增程式 燃油 汽油 柴油 进口 国产 手动挡 自动挡",
    ),
    ("", "非面包车 面包车除外 不含面包车 及以下 以下 的"),
];

/// What decides nothing any more once the first is said.
const IDLE: &[(&str, &str)] = &[
    ("货", "营运 非营运"),
    ("摩托", "营运 非营运 其他 客 货"),
    ("挂", "营运 非营运 重型 中型 轻型"),
    ("全挂", "营运 非营运 挂 重型 中型 轻型"),
    ("半挂", "营运 非营运 挂 重型 中型 轻型"),
    ("牵引", "营运 非营运 货 重型"),
    ("作业", "营运 非营运 大型 中型 小型 微型 轻型 重型"),
    ("三轮汽车", "营运 非营运"),
    ("低速", "营运 非营运 货"),
    ("轮式机械", "营运 非营运"),
    ("教练", "营运 非营运 客"),
    ("公交", "营运 客 大型 中型 小型"),
    ("出租", "营运 客 轿车"),
    ("预约出租", "营运 客 轿车 多用途 小型 微型"),
    ("租赁", "营运 客 轿车 多用途 面包 大型 中型 小型 微型"),
    ("校车", "营运 非营运 客 大型 中型 小型 轻型"),
    ("警用", "非营运 客"),
    ("救护", "非营运 客"),
    ("救险", "非营运 客"),
    ("营转非", "营运 非营运 客 轿车 多用途 面包 大型 中型 小型 微型"),
    ("轿车", "客 微型"),
    ("多用途", "客 轿车 微型"),
    ("面包", "非营运 客 小型 微型"),
];

/// What no vehicle is at once.
const AGAINST: &[(&str, &str)] = &[("营运", "非营运"), ("面包", "轿车"), ("载", "不载"), ("单缸", "多缸")];

/// The sizes that one description may name together.
const SIZES: &[&str] = &["大型", "中型", "小型", "微型", "轻型", "重型"];
const SIZES_TOGETHER: &[&[&str]] = &[&["大型", "中型"], &["小型", "微型"], &["中型", "轻型"]];

/// More words than any description has.
const LONGEST: usize = 60;

/// What a description says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// What it says, in one order whatever the order of the words.
    pub(crate) signs: String,
    /// How many may sit in it, where it says so.
    pub(crate) seats: Option<u16>,
}

/// The same words whichever sign stands between them: 小/微型, 小、微型 and 小微型 are one.
pub(crate) fn folded(words: &str) -> String {
    plain(words).chars().filter(|c| !matches!(c, '/' | '、' | ',' | '，' | ';' | '；' | ':' | '：')).collect()
}

/// What a folded description says; nothing where a word of it is unknown.
pub(crate) fn said(folded: &str) -> Option<Said> {
    if folded.chars().count() > LONGEST {
        return None;
    }
    let mut rest = without_remark(folded);
    let (mut signs, mut seats) = (Vec::new(), None);
    while let Some(first) = rest.chars().next() {
        if let Some((word, said)) = longest(rest) {
            signs.extend(said.split_ascii_whitespace());
            rest = rest.strip_prefix(word)?;
        } else if matches!(first, '(' | ')' | '[' | ']' | '【' | '】' | '·' | '-') {
            rest = rest.strip_prefix(first)?;
        } else {
            let (count, after) = seated(rest)?;
            if seats.replace(count).is_some_and(|before| before != count) {
                return None;
            }
            rest = after;
        }
    }
    Some(Said { signs: decisive(signs)?, seats })
}

/// Without a remark in brackets on what the words take in: 重型载货(含半挂牵引车).
fn without_remark(words: &str) -> &str {
    let split = words.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    split
        .filter(|(_, remark)| remark.starts_with("不含") || remark.starts_with('含'))
        .map_or(words, |(kind, _)| kind)
}

/// The words by their first character, the longest first.
static BY_FIRST: LazyLock<HashMap<char, Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut all: HashMap<char, Vec<_>> = HashMap::new();
    for (said, words) in SAYS {
        for word in words.split_ascii_whitespace() {
            all.entry(word.chars().next().unwrap_or_default()).or_default().push((word, *said));
        }
    }
    for words in all.values_mut() {
        words.sort_by_key(|(word, _)| Reverse(word.len()));
    }
    all
});

/// The longest word at the beginning, and what it says.
fn longest(rest: &str) -> Option<(&'static str, &'static str)> {
    let words = BY_FIRST.get(&rest.chars().next()?)?;
    words.iter().find(|(word, _)| rest.starts_with(word)).copied()
}

/// How many may sit in it, as `7座` or `七人座` at the beginning, and what follows.
fn seated(rest: &str) -> Option<(u16, &str)> {
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    let (digits, after) = rest.split_at_checked(end)?;
    let (count, after) = if digits.is_empty() {
        let first = after.chars().next()?;
        let count = "一二三四五六七八九十".chars().position(|digit| digit == first)? + 1;
        (u16::try_from(count).ok()?, after.strip_prefix(first)?)
    } else {
        (digits.parse().ok()?, after)
    };
    if count == 0 {
        return None;
    }
    let after = ["座位", "人座", "座"].iter().find_map(|unit| after.strip_prefix(unit))?;
    Some((count, after))
}

/// Whether one vehicle can be all of it.
fn agrees(signs: &[&str]) -> bool {
    let against = AGAINST.iter().any(|(one, other)| signs.contains(one) && signs.contains(other));
    let sizes: Vec<&str> = SIZES.iter().copied().filter(|size| signs.contains(size)).collect();
    !against && (sizes.len() <= 1 || SIZES_TOGETHER.contains(&sizes.as_slice()))
}

/// What decides of all that is said, in order; nothing where nothing was said, or two things at once.
fn decisive(mut signs: Vec<&'static str>) -> Option<String> {
    signs.sort_unstable();
    signs.dedup();
    if !agrees(&signs) {
        return None;
    }
    let idle: Vec<&str> = IDLE
        .iter()
        .filter(|(lead, _)| signs.contains(lead))
        .flat_map(|(_, idle)| idle.split_ascii_whitespace())
        .collect();
    signs.retain(|sign| !idle.contains(sign));
    // Micro and small passenger vehicles are one kind everywhere; micro trucks are one of their own.
    if !signs.contains(&"货") && signs.contains(&"微型") {
        signs.retain(|sign| !matches!(*sign, "微型" | "小型"));
        signs.push("小型");
        signs.sort_unstable();
    }
    (!signs.is_empty()).then(|| signs.join(" "))
}
