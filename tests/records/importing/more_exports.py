"""The headings of exports of Zoho, Dynamics, SuiteCRM, Odoo, Freshsales, and of German Outlook, Google and HubSpot.

As in `known_exports.py`: `=field` follows a heading whose contents have a place with us.
"""

from __future__ import annotations

MORE_EXPORTS = {
    "Zoho accounts": ("account", """
        Record Id=external_id, Account Owner.id=owner_id, Account Owner=owner, Rating,
        Account Name=name, Phone=phone, Account Site,
        Fax, Parent Account.id=parent_id, Parent Account=parent, Website=website, Account Number,
        Ticker Symbol, Account Type=type,
        Ownership, Industry=industry, Employees=employees, Annual Revenue=annual_revenue, SIC Code, Tag,
        Created By, Modified By, Created Time=created_at, Modified Time, Last Activity Time,
        Billing Street=billing_street,
        Shipping Street=shipping_street, Billing City=billing_city, Shipping City=shipping_city,
        Billing State=billing_state, Shipping State=shipping_state, Billing Code=billing_postal_code,
        Shipping Code=shipping_postal_code, Billing Country=billing_country, Shipping Country=shipping_country,
        Description=description
    """),
    "Zoho contacts": ("contact", """
        Record Id=external_id, Contact Owner=owner, Lead Source, First Name=given_name, Last Name=family_name,
        Account Name=account, Vendor Name, Email=email, Title=job_title, Department=department, Phone=phone,
        Home Phone, Other Phone, Fax, Mobile=mobile, Date of Birth=birthday, Assistant, Asst Phone,
        Email Opt Out=do_not_email, Skype ID, Secondary Email, Twitter, Reporting To=reports_to,
        Created Time=created_at,
        Mailing Street=street, Mailing City=city, Mailing State=state, Mailing Zip=postal_code,
        Mailing Country=country, Other Street, Other City, Description=description
    """),
    "Zoho deals": ("opportunity", """
        Record Id=external_id, Deal Owner=owner, Amount=amount, Deal Name=name, Closing Date=close_on,
        Account Name=account, Stage=stage, Type=type, Probability (%)=probability, Next Step=next_step,
        Expected Revenue, Lead Source=source, Campaign Source=campaign, Contact Name=contact,
        Created Time=created_at|opened_on, Description=description, Reason For Loss=close_reason, Pipeline=process
    """),
    "Dynamics accounts": ("account", """
        (Do Not Modify) Account=external_id, (Do Not Modify) Row Checksum,
        (Do Not Modify) Modified On, Account Name=name,
        Account Number, Main Phone=phone, Fax, Website=website, Parent Account=parent, Industry=industry,
        Annual Revenue=annual_revenue, Number of Employees=employees, Relationship Type=type, Owner=owner,
        Address 1: Street 1=billing_street, Address 1: City=billing_city, Address 1: State/Province=billing_state,
        Address 1: ZIP/Postal Code=billing_postal_code, Address 1: Country/Region=billing_country,
        Description=description, Created On=created_at
    """),
    "Dynamics contacts": ("contact", """
        (Do Not Modify) Contact=external_id, First Name=given_name, Last Name=family_name, Job Title=job_title,
        Company Name=account, Email=email, Business Phone=phone, Mobile Phone=mobile, Fax, Department=department,
        Birthday=birthday, Address 1: Street 1=street, Address 1: City=city, Address 1: State/Province=state,
        Address 1: ZIP/Postal Code=postal_code, Address 1: Country/Region=country, Owner=owner, Manager,
        Do not allow Emails=do_not_email, Do not allow Phone Calls=do_not_call, Created On=created_at
    """),
    "Dynamics opportunities": ("opportunity", """
        (Do Not Modify) Opportunity=external_id, Topic=name, Potential Customer=account, Contact=contact,
        Est. Close Date=close_on, Est. Revenue=amount, Actual Revenue=actual_amount, Actual Close Date=closed_on,
        Probability=probability, Rating, Owner=owner, Status Reason, Currency=currency, Source Campaign=campaign,
        Description=description, Created On=created_at|opened_on
    """),
    "SuiteCRM accounts": ("account", """
        Name=name, ID=external_id, Website=website, Email Address=invoice_email,
        Office Phone=phone, Alternate Phone, Fax,
        Billing Street=billing_street, Billing City=billing_city, Billing State=billing_state,
        Billing Postal Code=billing_postal_code, Billing Country=billing_country, Shipping Street=shipping_street,
        Shipping City=shipping_city, Shipping State=shipping_state, Shipping Postal Code=shipping_postal_code,
        Shipping Country=shipping_country, Description=description, Type=type, Industry=industry,
        Annual Revenue=annual_revenue, Employees=employees, SIC Code, Ticker Symbol, Parent Account ID=parent_id,
        Campaign ID, Assigned User Name=owner, Assigned User ID, Date Created=created_at, Date Modified, Deleted
    """),
    "SuiteCRM contacts": ("contact", """
        First Name=given_name, Last Name=family_name, ID=external_id, Salutation, Title=job_title,
        Department=department,
        Account Name=account, Email Address=email, Phone Mobile=mobile, Phone Work=phone, Phone Home, Phone Other,
        Phone Fax, Primary Address Street=street, Primary Address City=city, Primary Address State=state,
        Primary Address Postal Code=postal_code, Primary Address Country=country, Alt Address Street,
        Alt Address City, Description=description, Birthdate=birthday, Lead Source, Do Not Call=do_not_call,
        Reports To ID=reports_to_id, Assigned User Name=owner, Date Created=created_at
    """),
    "Odoo contacts": ("contact", """
        id=external_id, Name=full_name, Company Name=account, Email=email, Phone=phone, Mobile=mobile,
        Job Position=job_title, Street=street, City=city, State=state, Zip=postal_code, Country=country,
        Salesperson=owner, Notes=description, Created on=created_at
    """),
    "Odoo opportunities": ("opportunity", """
        id=external_id, Opportunity=name, Customer=account, Expected Revenue=amount, Expected Closing=close_on,
        Probability=probability, Stage=stage, Salesperson=owner, Sales Team, Campaign=campaign, Source=source,
        Lost Reason=close_reason, Notes=description, Created on=created_at|opened_on, Closed Date=closed_on
    """),
    "Freshsales contacts": ("contact", """
        Id=external_id, First name=given_name, Last name=family_name, Job title=job_title, Email=email, Work=phone,
        Mobile=mobile, Address=street, City=city, State=state, Zipcode=postal_code,
        Country=country, Sales owner=owner,
        Account=account, Source, Department=department, Created at=created_at, Last contacted time
    """),
    "Freshsales deals": ("opportunity", """
        Id=external_id, Deal name=name, Deal value=amount, Currency=currency, Deal stage=stage,
        Account name=account,
        Expected close date=close_on, Closed date=closed_on, Probability (%)=probability, Sales owner=owner,
        Source=source, Campaign=campaign, Lost reason=close_reason, Deal pipeline=process, Deal type=type,
        Related contacts, Created at=created_at|opened_on
    """),
    "Salesforce leads": ("lead", """
        Id=external_id, LastName, FirstName, Salutation, Name=name, Title=job_title, Company=company, Street=street,
        City=city, State=state, PostalCode=postal_code, Country=country, Phone=phone,
        MobilePhone=mobile, Email=email,
        Website=website, Description=description, LeadSource=source, Status=status, Industry, Rating=rating,
        AnnualRevenue, NumberOfEmployees, OwnerId=owner_id, CreatedDate=created_at
    """),
    "German Outlook contacts": ("contact", """
        Anrede, Vorname=given_name, Weitere Vornamen, Nachname=family_name, Suffix, Firma=account,
        Abteilung=department, Position=job_title, Straße geschäftlich=street, Ort geschäftlich=city,
        Region geschäftlich=state, Postleitzahl geschäftlich=postal_code, Land/Region geschäftlich=country,
        Straße privat, Fax geschäftlich, Telefon geschäftlich=phone, Mobiltelefon=mobile, Telefon privat,
        E-Mail-Adresse=email, E-Mail: Angezeigter Name, Geburtstag=birthday, Notizen=description, Webseite
    """),
    "German HubSpot contacts": ("contact", """
        Datensatz-ID=external_id, Vorname=given_name, Nachname=family_name, E-Mail=email, Telefonnummer=phone,
        Mobiltelefonnummer=mobile, Zuständiger Mitarbeiter=owner, Erstellungsdatum=created_at,
        Unternehmensname=account,
        Stellenbezeichnung=job_title, Straße=street, Stadt=city, Bundesland/Region=state, Postleitzahl=postal_code,
        Land/Region=country, Lead-Status, Lifecycle-Phase
    """),
    "German HubSpot deals": ("opportunity", """
        Datensatz-ID=external_id, Deal-Name=name, Deal-Phase=stage, Abschlussdatum=close_on, Betrag=amount,
        Für Deal zuständiger Mitarbeiter=owner, Pipeline=process, Zugehöriges Unternehmen=account,
        Erstellungsdatum=created_at|opened_on, Deal-Typ=type, Nächster Schritt=next_step
    """),
    "German customer list": ("account", """
        Kundennummer=external_id, Firmenname=name, Straße=billing_street, PLZ=billing_postal_code, Ort=billing_city,
        Land=billing_country, Telefon=phone, Telefax, E-Mail=invoice_email, Internet=website, USt-IdNr.=tax_number,
        Branche=industry, Mitarbeiterzahl=employees, Jahresumsatz=annual_revenue, Kundenbetreuer=owner,
        Bemerkungen=description, Muttergesellschaft=parent, Gründungsjahr=founded
    """),
    "Chinese Zoho deals": ("opportunity", """
        记录编号=external_id, 商机所有者=owner, 金额=amount,
        商机名称=name, 结束日期=close_on, 客户名=account, 阶段=stage,
        类型=type, 可能性 (%)=probability, 下一步=next_step,
        线索来源=source, 联系人=contact, 创建时间=created_at|opened_on, 描述=description
    """),
    "Chinese Dynamics accounts": ("account", """
        客户名称=name, 主要电话=phone, 传真, 网站=website, 上级客户=parent,
        行业=industry, 年收入=annual_revenue, 员工人数=employees,
        负责人=owner, 地址 1: 街道 1=billing_street, 地址 1: 市/县=billing_city, 地址 1: 省/市/自治区=billing_state,
        地址 1: 邮政编码=billing_postal_code,
        地址 1: 国家/地区=billing_country, 描述=description, 创建时间=created_at
    """),
}  # fmt: skip
