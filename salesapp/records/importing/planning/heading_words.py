"""What other programs and people call the fields that our records have, in English, Chinese and German."""

from __future__ import annotations

from collections.abc import Mapping

KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    "email": (
        "email", "e-mail", "mail", "email address", "e-mail address", "邮箱", "邮件", "电子邮箱", "电邮", "邮箱地址",
        "电子邮件", "email work", "work email", "email 1 value", "e-mail 1 value", "primary email",
    ),
    "phone": (
        "phone", "telephone", "tel", "phone number", "电话", "电话号码", "联系电话", "固定电话", "telefon",
        "办公电话",
        "公司电话", "座机", "business phone", "work phone", "phone work", "phone 1 value", "main phone",
    ),
    "url": (
        "website", "web", "url", "homepage", "web site", "网址", "网站", "主页", "website url", "web page",
        "公司网址",
        "官网", "company domain name", "website 1 value",
    ),
    "country": (
        "country", "country/region", "nation", "国家", "国家/地区", "land", "mailing country",
        "business country/region",
        "address 1 country", "country of address", "billing country code", "country code", "mailing country code",
    ),
    "currency_code": (
        "currency", "currency code", "币种", "货币", "währung", "currency iso code", "currency of value",
        "deal currency code",
    ),
}  # fmt: skip
"""Headings that mean a kind of value; they name a field when it is the first of its kind."""

NAME_WORDS: Mapping[str, tuple[str, ...]] = {
    "mobile": (
        "mobile", "mobile phone", "cell", "cell phone", "cellphone", "手机", "手机号", "手机号码", "移动电话",
        "handy",
        "mobile phone number", "phone mobile", "mobile number",
    ),
    "external_id": ("id", "external id", "unique id", "record id", "编号", "外部编号"),
    "owner": (
        "owner", "assigned to", "sales rep", "rep", "agent", "sales agent", "负责人", "所有者", "业务员", "销售员",
        "客户经理", "销售", "销售负责人", "account manager", "salesperson", "owner id", "owner name",
        "owner full name",
        "跟进人", "所属人",
    ),
    "description": (
        "description", "notes", "note", "remarks", "comments", "备注", "说明", "描述", "message", "需求描述",
        "about us",
        "客户备注",
    ),
    "postal_code": (
        "postal code", "postcode", "zip", "zip code", "plz", "邮编", "邮政编码", "zip/postal code",
        "mailing zip/postal code",
        "mailing postal code", "business postal code", "address 1 postal code", "zip/postal code of address",
    ),
    "city": (
        "city", "town", "ort", "stadt", "城市", "市", "所在城市", "mailing city", "business city", "address 1 city",
        "city/town/village/locality of address",
    ),
    "state": (
        "state", "province", "region", "state/province", "state/region", "省", "省份", "省/州", "所在省份",
        "mailing state",
        "mailing state/province", "business state", "address 1 region", "state/county of address", "status",
        "deal status",
        "商机状态", "状态",
    ),
    "street": (
        "street", "street address", "address", "strasse", "straße", "地址", "详细地址", "街道", "联系地址",
        "通讯地址",
        "mailing street", "business street", "address 1 street", "address line 1", "street/road name of address",
    ),
    "billing_postal_code": (
        "billing zip/postal code", "zip/postal code", "zip code", "postcode", "plz", "邮编", "邮政编码",
        "zip/postal code of address",
    ),
    "billing_city": ("城市", "市", "所在城市", "town", "ort", "stadt", "city/town/village/locality of address"),
    "billing_state": (
        "billing state/province", "billing state", "billing state code", "state/region", "state/province",
        "region", "省",
        "省份", "所在省份", "state/county of address",
    ),
    "billing_street": (
        "street address", "address", "详细地址", "地址", "公司地址", "街道", "address line 1",
        "full/combined address of address",
        "street/road name of address", "billing address line 1", "straße",
    ),
    "shipping_postal_code": ("shipping zip/postal code",),
    "shipping_state": ("shipping state/province", "shipping state", "shipping state code"),
    "job_title": (
        "job title", "title", "position", "职位", "职务", "organization title", "organization 1 title", "岗位",
    ),
    "family_name": ("family name", "last name", "surname", "nachname", "姓", "姓氏"),
    "given_name": ("given name", "first name", "forename", "vorname", "名", "名字"),
    "department": ("department", "部门", "organization department", "organization 1 department", "所属部门"),
    "birthday": ("birthday", "birthdate", "date of birth", "生日", "出生日期"),
    "reports_to": ("reports to", "reports to id", "supervisor", "manager's name", "直属上级", "上级联系人"),
    "do_not_email": ("email opt out", "has opted out of email", "unsubscribed from all email"),
    "do_not_call": ("do not call", "donotcall"),
    "company": (
        "company", "company name", "account name", "organization", "organization name", "organisation", "公司名称",
        "公司",
        "客户名称", "单位名称", "associated company",
    ),
    "employees": (
        "employees", "number of employees", "no of employees", "员工人数", "员工数", "人数规模", "人员规模",
        "公司规模",
    ),
    "annual_revenue": ("annual revenue", "年收入", "年营业额", "营业额", "年销售额"),
    "founded": ("year founded", "founded year", "year started", "成立年份"),
    "industry": ("industry", "所属行业", "行业", "客户行业", "primary industry"),
    "parent": ("parent account id", "parent id", "parent company", "上级客户", "母公司", "上级公司"),
    "tax_number": (
        "vat number", "tax id", "vat id", "税号", "纳税人识别号", "统一社会信用代码", "社会信用代码",
    ),
    "source": (
        "source", "lead source", "account source", "original source", "来源", "客户来源", "线索来源", "商机来源",
        "original traffic source", "source channel",
    ),
    "type": ("type", "deal type", "opportunity type", "account type", "类型", "客户类型", "商机类型"),
    "rating": ("rating", "线索级别", "评级", "热度"),
    "status": ("status", "lead status", "线索状态", "状态", "跟进状态"),
    "product_interest": ("意向产品", "需求", "感兴趣的产品", "需求产品", "产品意向"),
    "estimated_amount": ("预计金额", "预算", "预算金额", "estimated value", "amount", "value", "金额"),
    "amount": (
        "amount", "value", "deal value", "deal amount", "amount in company currency", "金额", "商机金额", "预计金额",
        "预计销售金额", "销售金额",
    ),
    "close_on": (
        "close date", "expected close date", "expected closing", "预计成交日期", "预计成交时间", "预计签单日期",
        "预计结单日期",
        "预计签约日期",
    ),
    "closed_on": (
        "closed on", "closed date", "won time", "won date", "实际成交日期", "成交日期", "结单日期", "赢单时间",
        "deal closed on",
    ),
    "stage": ("stage", "deal stage", "stage name", "销售阶段", "商机阶段", "阶段", "当前阶段", "stage name"),
    "process": ("pipeline", "sales process", "销售流程", "record type"),
    "probability": ("probability", "deal probability", "probability (%)", "赢率", "成交概率", "可能性", "成功率",
    "赢单率"),
    "next_step": ("next step", "next steps", "下一步", "下一步计划", "下步计划"),
    "forecast_category": ("forecast category", "forecast category name", "预测类别"),
    "close_reason": ("lost reason", "closed lost reason", "loss reason", "输单原因", "丢单原因", "closed won reason"),
    "campaign": ("primary campaign source", "campaign source", "campaign id", "市场活动"),
    "opened_on": ("opened on", "created", "deal created", "创建日期"),
    "created_at": (
        "created", "created at", "created on", "date created", "created date", "create date", "创建时间", "创建日期",
        "person created", "organization created", "deal created", "录入时间",
    ),
    "subject": ("subject", "主题", "标题"),
    "due_on": ("due", "due date", "截止日期", "到期日"),
    "starts_at": ("start", "start time", "开始时间"),
    "ends_at": ("end", "end time", "结束时间"),
    "begins_on": ("start date", "开始日期"),
    "ends_on": ("end date", "结束日期"),
    "budget": ("budgeted cost", "预算"),
    "actual_cost": ("actual cost", "实际成本"),
    "code": ("product code", "sku", "产品编号", "货号"),
    "family": ("product family", "category", "产品类别", "分类"),
    "unit": ("unit of measure", "单位", "计量单位"),
    "price": ("list price", "单价", "价格"),
    "unit_price": ("sales price", "单价"),
    "quantity": ("qty", "数量"),
    "discount": ("discount (%)", "折扣"),
}  # fmt: skip
"""Headings that mean a field of that name, whatever record type has it."""
