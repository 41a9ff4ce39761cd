<?xml version="1.0" encoding="UTF-8"?>
<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">
<SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
<Reference URI="report.xml"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>8P1nzOz6Pb0tN10x79W1d+2MwgWX2PrD59C9mcJty14=</DigestValue></Reference>
<Reference URI="report.xml.run.xml"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>B0CaljvvahLCh1RPiW//fdf9x+5Pj/O50Dzg2waJkYw=</DigestValue></Reference>
<Reference URI="#blocks"><Transforms><Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>qdEm1DAYq+phRV/ambbMRkLjPDzDww8ArOVUwb1W0bI=</DigestValue></Reference>
</SignedInfo>
<SignatureValue>Lik+UxDkw1kwNW19sa0mm46+HvA0MKKN3PyJYZ0rJRhRRX8vpeeJkIqRD8MBdiUp
+c5/5TbmXwu19CcdqoiSeysIsICWIoinoyap6z7x02yhm58eQlJSrtDU44bHamJs
ZODaxbi6K/lE9VcMDlYqPUInRgI1o/SNKs+4mwWQZT+Ck5dathR0MvuX/4J377N7
OAEZf5YxeX9HeRHOAhv2AeaqsDPjwt5R107hfeABXXWXrw+2buoWwLsjRoEdj1pS
tfoJIyV+XIj9yBU7gkWAP/LstcLO0JixesbajPYqt4/z1cfREveQyvukw1AEyOx0
Hdabsn57Let0+za/jQiMiQ==</SignatureValue>
<KeyInfo><X509Data>
<X509Certificate>MIIDgDCCAmigAwIBAgIBATANBgkqhkiG9w0BAQsFADBiMR8wHQYDVQQKDBZNYWRlLXVwIHJlY29yZHMgb2ZmaWNlMSswKQYDVQQLDCJQdWJsaXNoZWQgdGVzdCBrZXk6IHByb3ZlcyBub3RoaW5nMRIwEAYDVQQDDAlSLiBLZWVwZXIwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMGIxHzAdBgNVBAoMFk1hZGUtdXAgcmVjb3JkcyBvZmZpY2UxKzApBgNVBAsMIlB1Ymxpc2hlZCB0ZXN0IGtleTogcHJvdmVzIG5vdGhpbmcxEjAQBgNVBAMMCVIuIEtlZXBlcjCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKa41WQvZIWCLfD2CJF2jrrG6Bq4rtxWbOk4VI9V7YKtHKWLzjgxwOy7m/Szijc1tPVHzewfvC7NR8Co8tArBmtSsW9ODA/OE9NeY8JU5H+J/Po+aVseG9jxhiXQ5aMHUDYKqu//pRER7kv2pM7xvOifJAleYPzGxv1skQ+mA/pgeSHO2uXhvKm7lTHPB6DRUPInb6imxxnuv+ouUFRuv/7FGYXjsuHqIbSHH6oTLJjhaXhkxXtG3RQQJp2h05Pj3zws9q2uH8Z45bOMsk7gNmSbBETgY0X06xp9tthgcSfVXjSV5Y5cMUECWUKZbqRo+Gi1f0ZnyMCf1OtDBQDVqfUCAwEAAaM/MD0wDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwHQYDVR0OBBYEFHXcCX+k4UZE2sMDgGuLVyhAqVOPMA0GCSqGSIb3DQEBCwUAA4IBAQAlKoY2JRiu5oHAqliR08qJT8bElQspvPN1BF3rHVhFKWotFO3jjA4HjPRBeuB2Jn6UcAx/CrVAOYw9fJeyDRZQ1ivAyqTtmw373Lzn5w8bAJMvC/tXtbTAvI4nRgJHDnCDrZwrJEeKAY5tAbvMESE2+FNK65BsV7Rukbz2sAkV2738U5/WxWvNVqt79pl86QdvFrXwFQwgZ3ffqv32QCHCqxpvvmrftzQWVMwVihBNIRT356zsytpVjp3bemoZGCN30NDEpLhebyiMiRC7qAycBr5OxbUtPLx5inAxEAE7xRlEGtMZFVaCyTXFn9Uxq7FLs/4OZv5cisqNlt489vMs</X509Certificate>
</X509Data></KeyInfo>
<Object Id="blocks"><blocks xmlns="urn:hopcheck:blocks:1">
<file name="report.xml" size="118080" block-size="4096">
<block line="1" sha256="282571d36f88645f08c91f56b8753f640f34a110d8faf6a57de469c57528927d"/>
<block line="82" sha256="426bd65456c012956373d416ee75f9cac166bfb09b08f1e3e97c33a0a3fef887"/>
<block line="126" sha256="215e74cd9e90fb42139d68b27a1e8e237b972615ce4ba21fa92ca3ac7235f110"/>
<block line="160" sha256="3b3d072505a54945898e1a818296103b0d6f0916d8fd11a947554c523d160596"/>
<block line="170" sha256="d8d2565d334a461a8c1d10b77a8ea3cfc11f852ddbfe2eff6445b0a813b35f13"/>
<block line="180" sha256="21c05fe24099e416f5b4914e7780e1ead883c1b2901b0e2299ff4037af7573e2"/>
<block line="219" sha256="a2b339450a6f6e948f56b9f69e286a1a7b8a983158be2cb98e081b2ea52b1602"/>
<block line="260" sha256="5bb8d5861cc552415faab785b943c3808ac17b858e7e25323b9b9c3663df0825"/>
<block line="285" sha256="d8d0722140d843932780c6a4e0f2bda0d850336d69fe2f79b0a17bef0e2c5aed"/>
<block line="312" sha256="8be295619d4114982443d132302e32ca5788992de063ebcb9c8b787174e04cbe"/>
<block line="343" sha256="b49f7a23788f6b02388a9202e8d60d121808ccc8b19cf3b077e20bc45844eb4f"/>
<block line="378" sha256="277cfdc39ca15c4c538c67016f7283353f13a6b105a08aea605ac63281210a36"/>
<block line="405" sha256="6fce374ac5a0c6a1bc20fc89d04fded20957e1d7cf381e693e80d9757af331b7"/>
<block line="445" sha256="3dbf2344d1e72243fbd9c0599466eb992a4cc904225cb5631b2497d332fc3231"/>
<block line="470" sha256="6a7d2fd70c97c60d289dc9e58827500676dadac6bc7397adbe34a30e810f69bb"/>
<block line="512" sha256="cdbf8af94165088730df7b1939687f639804257bf3acca8df81eff4faa23595c"/>
<block line="545" sha256="fc8ddb103f5e86d527143f10b4e9d46070425f9a9e4db8fde69c32ee7fe90d68"/>
<block line="577" sha256="c41d604b1cdceaa50b4bbedd42a6cf113dd52576110477ed863744728fdd5e1b"/>
<block line="619" sha256="0c993446fbafef0e4c6ce7d6d7d733cdb7ae03991941198ddb404460f27a0ca1"/>
<block line="649" sha256="5bdfcbbe3a59eb06028189f0a9ae5dd77b992f7323c5a86e84691f1a46bd174a"/>
<block line="687" sha256="b8641db84d2de11b648077a6c99e6ca23d2fc30dd2e62ce4d270b6f94ffa64c7"/>
<block line="716" sha256="5c810479bba1fb37c54fdd43d6cf082e3a2cf9e60da58bc628d0420823b19e8b"/>
<block line="758" sha256="925d7d7a79ca199f5cdd6605ee84234019863eed9c18521c2038d7c3240872b0"/>
<block line="788" sha256="0e91fbe4f398b715805bebf666c079cfd2f02181544aa27b21f3471d81cd5e70"/>
<block line="818" sha256="3414095bee7822205e8ddbf48e59e159766ec18b9a64f67362e23dd7c87fa4ef"/>
<block line="847" sha256="e1d5a443403ce284e56ba6858a63fee664c7d64746517a383cd1d7eae97329b5"/>
<block line="889" sha256="cd4d00ab71560335f42d4a95bf4a0e04b98731166bfd0a09aa6b2ea02ad8627d"/>
<block line="920" sha256="75f47dec9b7fe8bf76134acca46b42135f6c897887c5f8423075e97bbe104d29"/>
<block line="954" sha256="443caf68a26f7f562a35939a2b5759eda4fbd8454cf958bcf79b341670640117"/>
</file>
<file name="report.xml.run.xml" size="4639" block-size="4096">
<block line="1" sha256="f3fcc01f0de1ea5485b86ab7714782351ef65780f6507f761257669235dc2f50"/>
<block line="70" sha256="ff1a2980025286c6a20c9f60d11fc5765056c4609f16e95d9af7b2cd6b128437"/>
</file>
</blocks></Object>
</Signature>
