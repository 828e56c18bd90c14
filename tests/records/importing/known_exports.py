"""The headings that well-known programs write into their exports, and what each of them means here.

One entry is one kind of file: the record type, then its headings. `=field` follows a heading whose contents have
a place with us (two fields with a bar where both are right), nothing follows one whose contents have none.
"""

from __future__ import annotations

from tests.records.importing.more_exports import MORE_EXPORTS

KNOWN_EXPORTS = {
    "Salesforce account report": ("account", """
        Account Owner=owner, Account Name=name, Account Site, Type=type, Industry=industry,
        Annual Revenue=annual_revenue,
        Employees=employees, Phone=phone, Fax, Website=website, Billing Street=billing_street,
        Billing City=billing_city,
        Billing State/Province=billing_state, Billing Zip/Postal Code=billing_postal_code,
        Billing Country=billing_country, Shipping Street=shipping_street, Shipping City=shipping_city,
        Shipping State/Province=shipping_state, Shipping Zip/Postal Code=shipping_postal_code,
        Shipping Country=shipping_country, Parent Account=parent, Account Source=source, Description=description,
        Rating, Ownership, Ticker Symbol, SIC Code, Account ID=external_id, Created Date=created_at, Last Activity
    """),
    "Salesforce account": ("account", """
        Id=external_id, IsDeleted, MasterRecordId, Name=name, Type=type, ParentId=parent_id,
        BillingStreet=billing_street,
        BillingCity=billing_city, BillingState=billing_state, BillingPostalCode=billing_postal_code,
        BillingCountry=billing_country, ShippingStreet=shipping_street, ShippingCity=shipping_city,
        ShippingState=shipping_state, ShippingPostalCode=shipping_postal_code, ShippingCountry=shipping_country,
        Phone=phone, Fax, AccountNumber, Website=website, Industry=industry, AnnualRevenue=annual_revenue,
        NumberOfEmployees=employees, Description=description, OwnerId=owner_id, CreatedDate=created_at,
        AccountSource=source
    """),
    "Salesforce opportunity report": ("opportunity", """
        Opportunity Owner=owner, Account Name=account, Opportunity Name=name, Stage=stage, Fiscal Period,
        Amount=amount,
        Expected Revenue, Probability (%)=probability, Age, Close Date=close_on, Created Date=created_at|opened_on,
        Next Step=next_step, Lead Source=source, Type=type, Owner Role, Primary Campaign Source=campaign,
        Description=description, Opportunity ID=external_id, Last Modified Date
    """),
    "Salesforce opportunity": ("opportunity", """
        Id=external_id, AccountId=account_id, Name=name, Description=description, StageName=stage, Amount=amount,
        Probability=probability, ExpectedRevenue, CloseDate=close_on, Type=type, NextStep=next_step,
        LeadSource=source,
        IsClosed, IsWon, ForecastCategoryName=forecast_category, CampaignId=campaign_id, OwnerId=owner_id,
        CreatedDate=created_at|opened_on, SystemModstamp
    """),
    "Salesforce contact report": ("contact", """
        Salutation, First Name=given_name, Last Name=family_name, Title=job_title, Account Name=account,
        Mailing Street=street, Mailing City=city, Mailing State/Province=state, Mailing Zip/Postal Code=postal_code,
        Mailing Country=country, Phone=phone, Mobile=mobile, Fax, Email=email, Contact Owner=owner, Account Owner,
        Birthdate=birthday, Department=department, Reports To=reports_to, Do Not Call=do_not_call,
        Email Opt Out=do_not_email, Description=description, Contact ID=external_id, Created Date=created_at
    """),
    "HubSpot companies": ("account", """
        Record ID=external_id, Company name=name, Company owner=owner, Create Date=created_at, Phone Number=phone,
        Last Activity Date, City=billing_city, Country/Region=billing_country, Industry=industry,
        State/Region=billing_state, Postal Code=billing_postal_code, Street Address=billing_street,
        Number of Employees=employees, Annual Revenue=annual_revenue, Website URL=website, Description=description,
        Type=type, Year Founded=founded, Lifecycle Stage, Parent Company=parent
    """),
    "HubSpot contacts": ("contact", """
        Record ID=external_id, First Name=given_name, Last Name=family_name, Email=email, Phone Number=phone,
        Mobile Phone Number=mobile, Contact owner=owner, Lifecycle Stage, Lead Status, Job Title=job_title,
        Company Name=account, Street Address=street, City=city, State/Region=state, Postal Code=postal_code,
        Country/Region=country, Create Date=created_at, Last Activity Date, Marketing contact status
    """),
    "HubSpot deals": ("opportunity", """
        Record ID=external_id, Deal Name=name, Deal Stage=stage, Close Date=close_on, Deal owner=owner, Amount=amount,
        Pipeline=process, Deal Type=type, Create Date=created_at|opened_on, Associated Company=account,
        Associated Contact=contact, Next step=next_step, Deal Description=description, Currency=currency,
        Deal probability=probability, Forecast category=forecast_category, Closed Lost Reason=close_reason,
        Last Activity Date
    """),
    "Pipedrive deals": ("opportunity", """
        Deal - ID=external_id, Deal - Title=name, Deal - Value=amount, Deal - Currency of Value=currency,
        Deal - Owner=owner,
        Deal - Organization=account, Deal - Contact person=contact, Deal - Pipeline=process, Deal - Stage=stage,
        Deal - Status=state, Deal - Probability=probability, Deal - Expected close date=close_on,
        Deal - Deal created=opened_on|created_at, Deal - Won time=closed_on, Deal - Lost reason=close_reason,
        Deal - Label,
        Deal - Total activities, Deal - Last activity date
    """),
    "Pipedrive organizations": ("account", """
        Organization - ID=external_id, Organization - Name=name, Organization - Owner=owner, Organization - Label,
        Organization - Street/road name of Address=billing_street,
        Organization - City/town/village/locality of Address=billing_city,
        Organization - State/county of Address=billing_state,
        Organization - ZIP/Postal code of Address=billing_postal_code,
        Organization - Country of Address=billing_country, Organization - Industry=industry,
        Organization - Website=website,
        Organization - Annual revenue=annual_revenue, Organization - Number of employees=employees,
        Organization - Organization created=created_at, Organization - Open deals
    """),
    "Pipedrive people": ("contact", """
        Person - ID=external_id, Person - First name=given_name, Person - Last name=family_name,
        Person - Organization=account, Person - Email - Work=email, Person - Email - Home,
        Person - Phone - Work=phone,
        Person - Phone - Mobile=mobile, Person - Owner=owner, Person - Birthday=birthday,
        Person - Job title=job_title,
        Person - Notes=description, Person - Person created=created_at, Person - Open deals
    """),
    "Google contacts": ("contact", """
        First Name=given_name, Middle Name, Last Name=family_name, Phonetic First Name, Phonetic Last Name,
        Name Prefix,
        Name Suffix, Nickname, File As, Organization Name=account, Organization Title=job_title,
        Organization Department=department, Birthday=birthday, Notes=description, Photo, Labels, E-mail 1 - Label,
        E-mail 1 - Value=email, E-mail 2 - Label, E-mail 2 - Value, Phone 1 - Label, Phone 1 - Value=phone,
        Phone 2 - Label, Phone 2 - Value, Address 1 - Label, Address 1 - Formatted, Address 1 - Street=street,
        Address 1 - City=city, Address 1 - PO Box, Address 1 - Region=state, Address 1 - Postal Code=postal_code,
        Address 1 - Country=country, Address 1 - Extended Address
    """),
    "Google contacts of old": ("contact", """
        Name=full_name, Given Name=given_name, Additional Name, Family Name=family_name, Yomi Name, Nickname,
        Birthday=birthday, Gender,
        Notes=description, Group Membership, E-mail 1 - Type, E-mail 1 - Value=email, Phone 1 - Type,
        Phone 1 - Value=phone, Organization 1 - Type, Organization 1 - Name=account, Organization 1 - Title=job_title,
        Organization 1 - Department=department
    """),
    "Outlook contacts": ("contact", """
        Title, First Name=given_name, Middle Name, Last Name=family_name, Suffix, Company=account,
        Department=department,
        Job Title=job_title, Business Street=street, Business Street 2, Business City=city, Business State=state,
        Business Postal Code=postal_code, Business Country/Region=country, Home Street, Home City, Home Postal Code,
        Business Fax, Business Phone=phone, Business Phone 2, Home Phone, Mobile Phone=mobile, Birthday=birthday,
        E-mail Address=email, E-mail Type, E-mail Display Name, Manager's Name=reports_to, Notes=description, Web Page
    """),
    "LinkedIn connections": ("contact", """
        First Name=given_name, Last Name=family_name, URL, Email Address=email, Company=account,
        Position=job_title, Connected On
    """),
    "Chinese customers": ("account", """
        客户名称=name, 客户编号=external_id, 客户类型=type, 所属行业=industry, 客户级别, 客户来源=source,
        联系电话=phone, 网址=website,
        国家=billing_country, 省份=billing_state, 城市=billing_city, 详细地址=billing_street,
        邮编=billing_postal_code,
        员工人数=employees, 年营业额=annual_revenue, 统一社会信用代码=tax_number, 客户经理=owner, 备注=description,
        创建时间=created_at
    """),
    "Chinese contacts": ("contact", """
        联系人姓名=full_name, 客户名称=account, 职务=job_title, 部门=department, 手机号码=mobile, 办公电话=phone,
        电子邮箱=email,
        生日=birthday, 性别, 微信, 省份=state, 城市=city, 地址=street, 邮编=postal_code, 负责人=owner,
        备注=description, 创建时间=created_at
    """),
    "Chinese leads": ("lead", """
        联系人=name, 公司名称=company, 职务=job_title, 手机=mobile, 电话=phone, 邮箱=email, 线索来源=source,
        线索状态=status, 省=state,
        市=city, 地址=street, 意向产品=product_interest, 负责人=owner, 备注=description, 创建时间=created_at
    """),
    "Chinese opportunities": ("opportunity", """
        商机名称=name, 客户名称=account, 商机金额=amount, 预计成交日期=close_on, 销售阶段=stage, 商机类型=type,
        商机来源=source,
        联系人=contact, 产品编码=product, 赢率=probability, 币种=currency, 下一步计划=next_step, 客户经理=owner,
        备注=description,
        创建时间=created_at|opened_on
    """),
}  # fmt: skip


def headings_of(kind: str) -> tuple[str, dict[str, set[str]]]:
    """The record type of a kind of file, and what each of its headings may become (nothing where it has no place)."""
    key, text = (KNOWN_EXPORTS | MORE_EXPORTS)[kind]
    pairs = [each.strip().partition("=") for each in text.split(",")]
    return key, {heading: set(fields.split("|")) - {""} for heading, _sign, fields in pairs}
