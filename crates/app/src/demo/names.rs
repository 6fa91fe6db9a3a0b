//! Names of people who do not exist, and places in a city that does not exist.

use base::Rng;

const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何",
    "林", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田",
    "董", "潘", "袁", "蔡", "欧阳", "司马",
];

const GIVEN: [&str; 60] = [
    "示", "例", "样", "演", "明", "华", "建", "国", "志", "强", "晓", "丽", "雨", "晨", "子", "涵", "文",
    "博", "思", "远", "海", "涛", "春", "梅", "秋", "月", "家", "豪", "欣", "怡", "俊", "杰", "玉", "兰",
    "德", "福", "永", "康", "小", "雪", "天", "佑", "安", "宁", "立", "新", "向", "东", "红", "霞", "金",
    "凤", "长", "青", "雅", "静", "伟", "峰", "少", "云",
];

const STREETS: [&str; 16] = [
    "演示大道",
    "样板路",
    "示范街",
    "模拟巷",
    "青石路",
    "一窗街",
    "便民路",
    "春晖路",
    "桃源街",
    "和平里",
    "新华巷",
    "滨河路",
    "学府街",
    "工农路",
    "望江街",
    "长乐坊",
];

/// A name of two or three characters, seldom four.
pub(super) fn person(rng: &mut Rng) -> String {
    let surname = rng.pick(&SURNAMES).copied().unwrap_or("王");
    let first = rng.pick(&GIVEN).copied().unwrap_or("示");
    let second = if rng.below(5) == 0 { "" } else { rng.pick(&GIVEN).copied().unwrap_or("例") };
    format!("{surname}{first}{second}")
}

/// An address in this district.
pub(super) fn address(district: &str, rng: &mut Rng) -> String {
    let street = rng.pick(&STREETS).copied().unwrap_or("演示大道");
    let (number, building, room) =
        (1 + rng.below(200), 1 + rng.below(20), 101 + rng.below(18) * 100 + rng.below(4));
    format!("{district}{street}{number}号{building}栋{room}室")
}
