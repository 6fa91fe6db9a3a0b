//! The words of the command line. The types of the parser carry the English ones; here are the Chinese, the examples
//! that each help begins with, and the order of a help page: what it is, examples, usage, options, exit status.

use base::Lang;
use clap::Command;

/// What `yichuang` says without a command.
pub const WELCOME: (&str, &str) = (
    "一窗：市级车驾管业务平台，一个程序就是全部：网页、接口、后台任务、账本和核验。

常用命令：
  yichuang demo                       启动演示城市，在 http://127.0.0.1:8080 打开
  yichuang init --region 520300       新建一个单位的数据库和首位管理员
  yichuang serve                      提供服务
  yichuang doctor                     检查一切是否就绪
  yichuang backup 2026-11-21.ycb      备份

数据默认在当前目录的 yichuang-store 里，密钥在旁边的 yichuang-store.keys 里；
用 --store、YICHUANG_DATABASE 或 yichuang.toml 指定别处。yichuang --help 列出全部命令。",
    "Yichuang: a platform for a city's vehicle and driver administration, in one program: pages, API, work in the
background, ledger and verification.

Commands used most:
  yichuang demo                       a demonstration city at http://127.0.0.1:8080
  yichuang init --region 520300       a new store and its first administrator
  yichuang serve                      serve
  yichuang doctor                     check that everything is in order
  yichuang backup 2026-11-21.ycb      back up

Data lie in yichuang-store in the current folder and keys beside it in yichuang-store.keys, unless --store,
YICHUANG_DATABASE or yichuang.toml say otherwise. yichuang --help lists every command.",
);

/// A command in words: its name, what it is in Chinese, and examples with what they do in Chinese and English.
struct Words {
    verb: &'static str,
    zh: &'static str,
    examples: &'static [(&'static str, &'static str, &'static str)],
}

const VERBS: &[Words] = &[
    Words {
        verb: "demo",
        zh: "启动一个应有尽有的演示城市",
        examples: &[
            ("yichuang demo", "在 8080 端口启动", "at port 8080"),
            ("yichuang demo --port 0 --json", "任选空闲端口，输出供程序读取", "any free port, for programs"),
            (
                "yichuang demo --store town",
                "把城市留在文件夹里，下次接着用",
                "keep it in a folder, and go on with it later",
            ),
            ("yichuang demo --date 2026-03-02", "把城市的今天设为某一天", "let it be another day"),
        ],
    },
    Words {
        verb: "init",
        zh: "新建数据库和首位管理员",
        examples: &[(
            "yichuang init --store /srv/yichuang --region 520300",
            "新建遵义市的数据库，并显示管理员的一次性代码",
            "make a store and show the administrator's one-time code",
        )],
    },
    Words {
        verb: "recover",
        zh: "管理员无法登录时，重新发给一次性代码",
        examples: &[(
            "yichuang recover --store /srv/yichuang --admin admin",
            "先停止服务；原来的密码和动态口令作废，并记入账本",
            "with the server stopped; the old password and second factor end, and the ledger says so",
        )],
    },
    Words {
        verb: "serve",
        zh: "提供网页和接口，并处理与外部系统的往来",
        examples: &[
            ("yichuang serve", "在配置的地址监听", "at the configured address"),
            ("yichuang serve --listen 0.0.0.0:80", "在所有网卡监听", "on every interface"),
        ],
    },
    Words {
        verb: "worker",
        zh: "只处理与外部系统的往来（PostgreSQL）",
        examples: &[("yichuang worker --store postgres://db/yichuang", "", "")],
    },
    Words {
        verb: "migrate",
        zh: "升级数据库结构",
        examples: &[
            ("yichuang migrate --plan", "只看会做什么", "only say what would be done"),
            ("yichuang migrate", "升级", "do it"),
        ],
    },
    Words {
        verb: "verify",
        zh: "核验账本：事件、树、检查点、保管库和文件",
        examples: &[
            ("yichuang verify", "核验全部", "check everything"),
            ("yichuang verify --rows", "并用事件重建每一行后比较", "also rebuild every row and compare"),
            (
                "yichuang verify --since receipt.txt",
                "并证明账本由回执上的检查点延续而来",
                "also prove that it grew out of a receipt",
            ),
            ("yichuang verify --proof proof.json", "核验一份证明文件", "check one proof file"),
        ],
    },
    Words {
        verb: "doctor",
        zh: "检查一切是否就绪，不就绪的告诉您怎么办",
        examples: &[
            ("yichuang doctor", "逐项检查", "go through everything"),
            ("yichuang doctor --fix", "能直接修好的先修好", "mend first what can be mended"),
        ],
    },
    Words {
        verb: "backup",
        zh: "备份内嵌数据库，并读回核对",
        examples: &[("yichuang backup 2026-11-21.ycb", "服务运行时也可以备份", "also while it serves")],
    },
    Words {
        verb: "restore",
        zh: "把备份恢复到新文件夹",
        examples: &[
            ("yichuang restore 2026-11-21.ycb --dry-run", "只读一遍，看里面有什么", "only read it"),
            ("yichuang restore 2026-11-21.ycb --store /srv/new", "恢复到新文件夹", "into a new folder"),
            (
                "yichuang restore --erasures",
                "PostgreSQL 用自己的工具恢复之后",
                "after PostgreSQL was restored with its own tools",
            ),
        ],
    },
    Words {
        verb: "import",
        zh: "导入原有的人员和驾驶证登记（CSV），并逐行写出报告",
        examples: &[
            (
                "yichuang import 驾驶人.csv --map import.toml --dry-run",
                "只检查每一行，不写入",
                "check every row, write nothing",
            ),
            (
                "yichuang import 驾驶人.csv --map import.toml",
                "导入；中断了再运行一次",
                "bring it in; again after a stop",
            ),
        ],
    },
    Words {
        verb: "export",
        zh: "把人员和驾驶证登记导出为CSV，用途记入账本",
        examples: &[
            (
                "yichuang export persons --purpose migration --reference ZYCG-2026-0117 --to 驾驶人.csv",
                "人员及其驾驶证",
                "persons with their licences",
            ),
            (
                "yichuang export licences --purpose oversight --reference ZYCG-2026-0118",
                "只有驾驶证，没有个人信息",
                "licences without names or numbers of persons",
            ),
        ],
    },
    Words {
        verb: "ask",
        zh: "说出一个问题问的是哪个事项",
        examples: &[
            ("yichuang ask 驾照丢了怎么办", "回答一个问题", "answer one question"),
            ("yichuang ask", "逐行读取 {\"q\": \"…\"} 并回答", "answer lines of {\"q\": \"…\"}"),
        ],
    },
    Words {
        verb: "law",
        zh: "回答规则问题，每行一个 JSON",
        examples: &[
            ("yichuang law < questions.jsonl", "逐行回答", "answer line by line"),
            ("yichuang law --schema", "列出能问什么", "what can be asked"),
            ("yichuang law --overlay draft < questions.jsonl", "按修改稿回答", "answer under a draft"),
        ],
    },
    Words { verb: "routes", zh: "列出全部路由", examples: &[("yichuang routes --json", "", "")] },
    Words {
        verb: "catalog",
        zh: "业务目录",
        examples: &[("yichuang catalog check", "检查每个事项", "check every item")],
    },
    Words {
        verb: "openapi",
        zh: "输出接口的 OpenAPI 说明",
        examples: &[("yichuang openapi > openapi.json", "", "")],
    },
    Words {
        verb: "sandbox",
        zh: "只启动外部系统的模拟系统",
        examples: &[("yichuang sandbox --port 8090", "", "")],
    },
    Words {
        verb: "completion",
        zh: "输出命令行补全脚本",
        examples: &[
            ("yichuang completion bash > /etc/bash_completion.d/yichuang", "", ""),
            ("yichuang completion zsh > _yichuang", "", ""),
        ],
    },
    Words {
        verb: "bench",
        zh: "测量这台机器的性能，并和数据库本身比较",
        examples: &[
            ("yichuang bench", "内嵌数据库，全部测量", "the embedded engine, everything"),
            ("yichuang bench --seconds 2 --persons 5000 --cases 0,10000", "快速看一眼", "a quick look"),
            ("yichuang bench --engine postgres --store postgres://u@db/postgres", "PostgreSQL", "PostgreSQL"),
        ],
    },
    Words {
        verb: "config", zh: "显示每项设置和它的来源", examples: &[("yichuang config", "", "")]
    },
];

/// Arguments by command; those of every command stand under an empty name.
const ARGUMENTS: &[(&str, &str, &str)] = &[
    ("", "json", "标准输出只有 JSON，进度和文字写到标准错误"),
    ("", "store", "数据所在：文件夹，或 postgres:// 地址"),
    ("", "config", "配置文件"),
    ("demo", "port", "端口；0 为任选空闲端口"),
    ("demo", "size", "城市的大小；不写就是 small"),
    ("demo", "date", "城市的今天，YYYY-MM-DD；不写就是今天"),
    ("init", "admin", "首位管理员的用户名"),
    ("recover", "admin", "管理员的用户名"),
    ("init", "region", "单位的行政区划代码，六位（GB/T 2260）"),
    ("serve", "listen", "监听地址"),
    ("migrate", "plan", "只说明会做什么"),
    ("verify", "rows", "同时用事件重建每一行并比较"),
    ("verify", "since", "同时证明账本由这份文件中的检查点延续而来"),
    ("verify", "proof", "只核验一份证明文件"),
    ("verify", "key", "证明应当使用的公钥；不写就用本数据库的"),
    ("doctor", "fix", "先修好不需要谁来决定的：过宽的权限、旧于程序的数据库结构"),
    ("completion", "shell", "哪种命令行"),
    ("backup", "file", "新文件"),
    ("restore", "file", "备份文件"),
    ("restore", "dry_run", "只读一遍，说明里面有什么"),
    ("restore", "erasures", "不恢复备份，只把清除名单上的人再次清除；用于以其他方式恢复的数据库"),
    ("import", "file", "CSV文件，UTF-8编码，第一行是列名"),
    ("import", "map", "列对照文件；可以从 docs/import.example.toml 改起"),
    ("import", "dry_run", "只检查每一行并写报告，不导入"),
    ("import", "report", "报告写到哪里；不写就在文件旁边"),
    ("export", "part", "哪一部分：persons 人员及其驾驶证，licences 驾驶证"),
    (
        "export",
        "purpose",
        "用途，记入账本：migration 系统迁移，reconciliation 数据核对，oversight 监督检查，legal_request 协助司法执法机关",
    ),
    ("export", "reference", "批准导出的公文编号，记入账本"),
    ("export", "to", "新文件；不写就是当前目录里的“部分-日期.csv”"),
    ("export", "map", "哪一项写到哪一列；不写就用程序自带的对照"),
    ("ask", "question", "问题；不写就逐行读取 {\"q\": \"…\"} 并回答"),
    ("law", "schema", "输出全部问题的 JSON Schema"),
    ("law", "reference", "输出一张规则表（Markdown）；index 是全部表的目录，questions 是能问什么"),
    ("law", "overlay", "合并这个目录里的规则表：修改稿或者本单位的设置"),
    ("law", "as_of", "问题没有写日期时按哪天的规则；不写就是今天"),
    ("law", "explain", "每个回答写明依据的行、未知的事项和何时会变"),
    ("bench", "engine", "数据库；PostgreSQL 用 --store 写明地址"),
    ("bench", "seconds", "每次测量的秒数"),
    ("bench", "cases", "已有多少件办件时测量"),
    ("bench", "persons", "有驾驶证的人数"),
    ("bench", "part", "性能测试自己的进程"),
    ("sandbox", "port", "端口；0 为任选空闲端口"),
    ("sandbox", "token", "客户端应当携带的令牌"),
];

const EXITS: (&str, &str) = (
    "退出码：0 完成；1 回答是“否”（发现问题、未就绪、被拒绝）；2 无法执行（用法、没有数据库、没有权限）。",
    "Exit status: 0 done; 1 the answer is no (something found, not ready, refused); 2 it could not be done.",
);

/// The whole command line in this language, with examples first.
pub fn localised(command: Command, lang: Lang) -> Command {
    let about = lang.pick(
        "一窗：市级车驾管业务平台",
        "Yichuang: a platform for a city's vehicle and driver administration",
    );
    let mut command = command.about(about).before_help(examples(
        &[
            ("yichuang demo", "启动演示城市", "a demonstration city"),
            ("yichuang init --region 520300", "新建数据库", "a new store"),
            ("yichuang serve", "提供服务", "serve"),
            ("yichuang verify", "核验账本", "verify the ledger"),
        ],
        lang,
    ));
    command = shaped(command, lang, "");
    for words in VERBS {
        command = command.mut_subcommand(words.verb, |verb| {
            let verb = verb.before_help(examples(words.examples, lang));
            let verb = if lang == Lang::Zh { verb.about(words.zh) } else { verb };
            shaped(verb, lang, words.verb)
        });
    }
    if lang == Lang::Zh {
        command = command.mut_subcommand("catalog", |verb| {
            verb.mut_subcommand("check", |check| {
                check.about("检查每个事项的名称、类型、文字、依据和测试事实")
            })
        });
    }
    command
}

/// The page of one command: its arguments in the language, and its parts in their order.
fn shaped(command: Command, lang: Lang, verb: &str) -> Command {
    let zh = lang == Lang::Zh;
    let mut command = command.after_help(lang.pick(EXITS.0, EXITS.1)).disable_help_flag(true);
    let help = lang.pick("显示帮助", "Show this help");
    let flag = clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help(help);
    command = command.arg(flag);
    if zh {
        for (_, argument, words) in ARGUMENTS.iter().filter(|(of, _, _)| *of == verb) {
            command = command.mut_arg(*argument, |arg| arg.help(*words));
        }
        if verb.is_empty() {
            let version = clap::Arg::new("version").short('V').long("version");
            let version = version.action(clap::ArgAction::Version).help("显示版本");
            command = command.disable_version_flag(true).arg(version);
        }
    }
    let (usage, commands, arguments, options) = if zh {
        ("用法", "命令", "参数", "选项")
    } else {
        ("Usage", "Commands", "Arguments", "Options")
    };
    let mut template = format!("{{about-with-newline}}\n{{before-help}}{usage}: {{usage}}\n\n");
    if command.has_subcommands() {
        template.push_str(&format!("{commands}:\n{{subcommands}}\n\n"));
    }
    if command.get_positionals().next().is_some() {
        template.push_str(&format!("{arguments}:\n{{positionals}}\n\n"));
    }
    template.push_str(&format!("{options}:\n{{options}}\n{{after-help}}"));
    command.help_template(template)
}

/// Examples, one a line, each with what it does beside it.
fn examples(lines: &[(&str, &str, &str)], lang: Lang) -> String {
    let head = lang.pick("例子", "Examples");
    let line = |(typed, zh, en): &(&str, &str, &str)| {
        format!("  {typed:<52} {}", lang.pick(zh, en)).trim_end().to_owned()
    };
    let lines: Vec<String> = lines.iter().map(line).collect();
    format!("{head}:\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_command_and_argument_has_words_in_both_languages() {
        let command = Cli::command();
        for verb in command.get_subcommands() {
            let words = VERBS.iter().find(|words| words.verb == verb.get_name());
            assert!(words.is_some_and(|w| !w.zh.is_empty() && !w.examples.is_empty()), "{}", verb.get_name());
            assert!(verb.get_about().is_some(), "{}", verb.get_name());
        }
        assert_eq!(VERBS.len(), command.get_subcommands().count());
        let every = std::iter::once(("", &command))
            .chain(command.get_subcommands().map(|verb| (verb.get_name(), verb)));
        for (verb, command) in every {
            for argument in command.get_arguments() {
                let name = argument.get_id().as_str();
                let known = ARGUMENTS.iter().any(|(of, known, _)| *of == verb && *known == name);
                assert!(known || ["help", "version"].contains(&name), "{verb} {name}");
                assert!(
                    argument.get_help().is_some() || ["help", "version"].contains(&name),
                    "{verb} {name}"
                );
            }
        }
    }

    #[test]
    fn help_begins_with_what_it_is_and_examples() {
        for (lang, what, examples, usage) in [
            (Lang::Zh, "备份内嵌数据库", "例子:", "用法:"),
            (Lang::En, "Write a backup", "Examples:", "Usage:"),
        ] {
            let mut command = localised(Cli::command(), lang);
            command.build();
            let backup = command.find_subcommand_mut("backup").unwrap();
            let help = backup.render_help().to_string();
            let at = |part: &str| help.find(part).unwrap_or_else(|| panic!("{part} in {help}"));
            assert!(at(what) < at(examples) && at(examples) < at(usage), "{help}");
            assert!(help.contains("yichuang backup 2026-11-21.ycb"), "{help}");
        }
    }

    #[test]
    fn the_examples_are_commands_that_there_are() {
        let all = VERBS.iter().flat_map(|words| words.examples).map(|(typed, _, _)| *typed);
        for typed in all {
            let line = typed.split(['<', '>']).next().unwrap().trim_end();
            let words = line.split(' ').map(Into::into);
            assert!(crate::cli::parse(words, Lang::Zh).is_ok(), "{typed}");
        }
    }
}
