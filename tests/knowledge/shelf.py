"""Small laws and manuals for the tests of this room."""

from pathlib import Path

LAW = """---
title: 中华人民共和国样例信息法
short_title: 样例信息法
category: 法律
last_promulgated_or_amended: 2021-08-20
effective_stated: 2021-11-01
effective_basis: as_stated
---

# 中华人民共和国样例信息法

## 第一章 总则

**第一条** 为了保护个人信息，制定本法。

第三条规定的活动以外，也适用前款。

**第二条** 处理信息应当取得同意。

## 第二章 权利

### 第一节 撤回

**第三条** 个人有权撤回同意。

信息处理者应当提供便捷的撤回方式。
"""

MANUAL = """---
title: 样例银行外汇规则
short_title: 样例外汇规则
kind: manual
effective_from: 2026-01-01
---
# 样例银行外汇规则

## 1 额度

### 1.1 年度额度
<!-- rules: fx.authentic; based_on: 样例信息法 2, 样例信息法 3 -->
<!-- asks: 一年能换多少|额度用完怎么办 -->
每人每年有便利化额度。

Each person has an annual quota.

### 1.2 不得分拆
<!-- rules: fx.no_splitting, fx.authentic; effective_from: 2026-06-01 -->
不得借用他人额度。
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
