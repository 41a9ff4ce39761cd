<?xml version="1.0" encoding="UTF-8"?>
<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">
<SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
<Reference URI="report.xml"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>ZcvcC4k9XFjxjtQpDT17Q6koi/r8tPkonBAN3pOTl9U=</DigestValue></Reference>
<Reference URI="report.xml.run.xml"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>6dNIQsOVI4us3lWAK/9hdWGl8/uBA86F9wdO0OmhxEs=</DigestValue></Reference>
<Reference URI="#blocks"><Transforms><Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>p1C+sPPu1tPeCBQeaEuDMHo2EJ2B2Co529iH2CDwkfM=</DigestValue></Reference>
</SignedInfo>
<SignatureValue>VxfJpiuFBEVfhjG3J9WKvk8Q6kLJ75ZPPm3FkMHuHGFZ6syU02QEpO2eYm66Vqfm
+lH/kdmSNjGRP8Qhq8ocGMgd2hNu3hWK9NuPw8X8m8OLE07rrOkF/r2Iyk/VOGch
SmEV5Qw2kqHVaHFVmHdFx4l/clT1VZvlmIh543iLyIrZykKnCkwgbrC6xFEFgXVL
FpHQjvsqPoUvm91txV/8qv+KiXcaB2W8V4wMcOhmPv2addsbFM2iPIgBtjyEfoh4
N1Rt/ibRqyZXqyuMoRSozDEnf/qmLL2HwPrEIoFH1NU/OjsjV8TbbrFehwe/cPP+
63r9RyGp1M1vc/OFOr7Zag==</SignatureValue>
<KeyInfo><X509Data>
<X509Certificate>MIIDgDCCAmigAwIBAgIBATANBgkqhkiG9w0BAQsFADBiMR8wHQYDVQQKDBZNYWRlLXVwIHJlY29yZHMgb2ZmaWNlMSswKQYDVQQLDCJQdWJsaXNoZWQgdGVzdCBrZXk6IHByb3ZlcyBub3RoaW5nMRIwEAYDVQQDDAlSLiBLZWVwZXIwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMGIxHzAdBgNVBAoMFk1hZGUtdXAgcmVjb3JkcyBvZmZpY2UxKzApBgNVBAsMIlB1Ymxpc2hlZCB0ZXN0IGtleTogcHJvdmVzIG5vdGhpbmcxEjAQBgNVBAMMCVIuIEtlZXBlcjCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKa41WQvZIWCLfD2CJF2jrrG6Bq4rtxWbOk4VI9V7YKtHKWLzjgxwOy7m/Szijc1tPVHzewfvC7NR8Co8tArBmtSsW9ODA/OE9NeY8JU5H+J/Po+aVseG9jxhiXQ5aMHUDYKqu//pRER7kv2pM7xvOifJAleYPzGxv1skQ+mA/pgeSHO2uXhvKm7lTHPB6DRUPInb6imxxnuv+ouUFRuv/7FGYXjsuHqIbSHH6oTLJjhaXhkxXtG3RQQJp2h05Pj3zws9q2uH8Z45bOMsk7gNmSbBETgY0X06xp9tthgcSfVXjSV5Y5cMUECWUKZbqRo+Gi1f0ZnyMCf1OtDBQDVqfUCAwEAAaM/MD0wDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwHQYDVR0OBBYEFHXcCX+k4UZE2sMDgGuLVyhAqVOPMA0GCSqGSIb3DQEBCwUAA4IBAQAlKoY2JRiu5oHAqliR08qJT8bElQspvPN1BF3rHVhFKWotFO3jjA4HjPRBeuB2Jn6UcAx/CrVAOYw9fJeyDRZQ1ivAyqTtmw373Lzn5w8bAJMvC/tXtbTAvI4nRgJHDnCDrZwrJEeKAY5tAbvMESE2+FNK65BsV7Rukbz2sAkV2738U5/WxWvNVqt79pl86QdvFrXwFQwgZ3ffqv32QCHCqxpvvmrftzQWVMwVihBNIRT356zsytpVjp3bemoZGCN30NDEpLhebyiMiRC7qAycBr5OxbUtPLx5inAxEAE7xRlEGtMZFVaCyTXFn9Uxq7FLs/4OZv5cisqNlt489vMs</X509Certificate>
</X509Data></KeyInfo>
<Object Id="blocks"><blocks xmlns="urn:hopcheck:blocks:1">
<file name="report.xml" size="115110" block-size="4096">
<block line="1" sha256="282571d36f88645f08c91f56b8753f640f34a110d8faf6a57de469c57528927d"/>
<block line="82" sha256="426bd65456c012956373d416ee75f9cac166bfb09b08f1e3e97c33a0a3fef887"/>
<block line="126" sha256="215e74cd9e90fb42139d68b27a1e8e237b972615ce4ba21fa92ca3ac7235f110"/>
<block line="160" sha256="3b3d072505a54945898e1a818296103b0d6f0916d8fd11a947554c523d160596"/>
<block line="170" sha256="d8d2565d334a461a8c1d10b77a8ea3cfc11f852ddbfe2eff6445b0a813b35f13"/>
<block line="180" sha256="21c05fe24099e416f5b4914e7780e1ead883c1b2901b0e2299ff4037af7573e2"/>
<block line="219" sha256="5e3bb11e624e6b2ff2f6c36c36c6d97e1cac4e1aaeb676d4016c8d162d8ea143"/>
<block line="260" sha256="877708f1c8592f8cdc0fd550823ab4c10fdb38812b88cad2129080a56382886a"/>
<block line="285" sha256="5fb7a1cde2eb2e069bfa4840e92766fa7fe78425454571c6e08a21ce6a8a090c"/>
<block line="315" sha256="2c22efda230cf8498d64e02e75d3e9e61d208762aaabbf3eb00eb96ca9843ff7"/>
<block line="350" sha256="4b9d5b8ec2836ae2dd0650197099e0c53194d9e33bb138bdd1528d142f8f94a2"/>
<block line="379" sha256="c2993489672a9df871d3a1de4bb44c91082b76ba75e713a283daa97c26a325b5"/>
<block line="406" sha256="2e437d4e8a7e4c3cd9385c8210a8787a028334a1ddb56ac3e1d49546875fe96b"/>
<block line="446" sha256="c061647975d5feca239b096bfb9328d11809756ca6359306500e45fee5f14586"/>
<block line="479" sha256="9601eeb76af586c40f917e2fa9d81c4beed9b75fea58e19383e6354f975483eb"/>
<block line="514" sha256="045d14acc131336e8abb0ab1ecd8955d3a9db2050e2f8a037a6ddbc34e9eecf7"/>
<block line="555" sha256="8fe06b0c712925089ea9fc421a46fcf725c32e9dc155b488831566b0922f5c49"/>
<block line="592" sha256="5d45603fb756f4213114c4f1b613912bc7913388b31cef750c47a3f7773cb340"/>
<block line="621" sha256="bce69bb873e2afb93bd70274f795c71eb3ae5aa391f4c7424bbbc8073e26f8c4"/>
<block line="668" sha256="c02144da636da4d028d92a4a5f4da4a9df3a97c54b3685c744bef2ee210ef2eb"/>
<block line="696" sha256="6d9aeae33c17b31eecc04ad76ff2753e06e795e0516c326a9c1a471506e0b8e4"/>
<block line="737" sha256="cf54ccc67febd3a82202ddfcdb9ee41254d4a80d856e5d87726f9c699dbf164e"/>
<block line="772" sha256="7cf64f44ee223a748d743bd6a72d0be1db6382f050088d205de554232fc035e0"/>
<block line="802" sha256="abbaf1a51798cf610a02ced50e15cd51249874a7f8b4da6fd82345391a078d2e"/>
<block line="838" sha256="81f8f592c996ae3e93d8f1bb9e60dcbbe1f2034ae43b13865228faea70abd36f"/>
<block line="870" sha256="a4e21b095b72117d9ab967f64309f2ba5677e70181bc39bbff4b9e0a62bd947a"/>
<block line="911" sha256="e78f2980d247e817638a6f50ca56fd5bb93d3ec0f22c1bd819a98f1c5f498187"/>
<block line="948" sha256="e0a2a18ac670140277b9f037a3688421f2b559e021021b1311a4d0ec3641ba48"/>
<block line="977" sha256="df88b5abd2164600a3f0f84132a1a54733a065d5ec5b13ee6fda6b7d1a5723d4"/>
</file>
<file name="report.xml.run.xml" size="5284" block-size="4096">
<block line="1" sha256="f3bcfd4dee4eac236a7461f1d265684ae38a9c5fdcdcaac7a0eb2ce30935a609"/>
<block line="57" sha256="e94ba07514874f8a8f0b4efa069f86390c3e7ec5cfbfc7de6f6e31c261e5575e"/>
</file>
</blocks></Object>
</Signature>
