"""Korean and Traditional Chinese among the two-byte encodings, whose bytes are nearly all Simplified Chinese as well.

The bytes of a Korean syllable are an everyday Chinese character too, and a Chinese name may be three syllables. What is
told apart is told by which reading is made of everyday signs: those of names, firms and headings.
"""

from __future__ import annotations

import re

KOREAN, TRADITIONAL, SIMPLIFIED = "cp949", "cp950", "gb18030"

MOSTLY = 0.8
_HAN_OR_HANGUL = re.compile("[\u3400-\u9fff\uac00-\ud7af\ue000-\uf8ff]")
_BESIDE_LETTERS = re.compile("(?<=[A-Za-z])[\u3400-\u9fff]|[\u3400-\u9fff](?=[a-zA-Z])")
_SYLLABLES = frozenset(
    "이다에의는로하을가고지서한은기으년대사시를리도인스일김박최정강조윤장임오신권황안송류전홍문양손배백허유남심노곽성차주우구민진엄채원천"
    "방공현함변염여추소석선설마길위표명왕옥육맹제모수영준희호경미숙순자철동재상혜연아식회화학산업건무역통은행보험물약품중코리울부광세종"
    "이름메락처담당과팀본번호직책휴폰우편점국내외총무관개발술보네트웍랩텍솔루션"
)
_CHARACTERS = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子得于着下自之年过发后作里用道行所然家种事成方多经么去法学如"
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹"
    "熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文腾讯伟芳娜秀英敏静丽强磊军洋勇艳杰涛明超霞平刚桂小建华志海云鹏"
    "公司有限科技贸易集团工程北京上海广州深圳市省区路号街姓名电话手机邮箱地址客户称联系部门经理职位备注网络信息实业股份"
    "订单价格付款开票报交货采购产品库存记录编辑评审归档包含前后已待"
)
_SURELY_NOT_BY_CHANCE = 16
"""So many signs in a row are Hangul only in Korean: every other character of Chinese is none."""


def looks_korean(sample: bytes) -> bool:
    """Whether it is Hangul, most of it everyday Hangul unless it is long, and less of it everyday Chinese."""
    signs = _signs(sample, KOREAN)
    hangul = sum("\uac00" <= each <= "\ud7af" for each in signs)
    if len(signs) < 2 or hangul < MOSTLY * len(signs):
        return False
    everyday = sum(each in _SYLLABLES for each in signs)
    chinese = sum(each in _CHARACTERS for each in _signs(sample, SIMPLIFIED))
    surely = 2 * everyday > len(signs) or hangul == len(signs) >= _SURELY_NOT_BY_CHANCE
    return surely and everyday > chinese


def looks_traditional(sample: bytes) -> bool:
    """Whether it is Big5 in its everyday half, and more so than GB2312; accented letters are pairs too."""
    signs = _signs(sample, TRADITIONAL)
    if len(signs) < 2 or len(_BESIDE_LETTERS.findall(_decoded(sample, TRADITIONAL))) * 2 >= len(signs):
        return False
    everyday = _share(signs, "big5", range(0xA4, 0xC7))
    return everyday >= MOSTLY and everyday > _share(_signs(sample, SIMPLIFIED), "gb2312", range(0xB0, 0xF8))


def everyday_share(sample: bytes, encoding: str) -> float:
    """How many of the signs that it has in the encoding are everyday ones of Chinese or Korean."""
    signs = _signs(sample, encoding)
    everyday = _SYLLABLES if encoding == KOREAN else _CHARACTERS
    return sum(each in everyday for each in signs) / (len(signs) or 1)


def _share(signs: list[str], encoding: str, leads: range) -> float:
    """How many of the signs begin with such a byte in the encoding."""
    return sum(each.encode(encoding, "ignore")[:1] in {bytes([lead]) for lead in leads} for each in signs) / (
        len(signs) or 1
    )


def _signs(sample: bytes, encoding: str) -> list[str]:
    return _HAN_OR_HANGUL.findall(_decoded(sample, encoding))


def _decoded(sample: bytes, encoding: str) -> str:
    """The sample in this encoding, which may end within a sign; nothing where it is none."""
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError as error:
        return sample[: error.start].decode(encoding) if error.start >= len(sample) - 4 else ""
