<?xml version="1.0" encoding="UTF-8"?>
<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">
<SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
<Reference URI="report.xml"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>w2pKMuR1em6pBDsasGV3aIw/CKQaEgKXHg8eOVYGtIU=</DigestValue></Reference>
<Reference URI="report.xml.run.xml"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>fXtnHPP7ViP+4/W/cPLZ2hGTig9t08raUPxW1e/DMMM=</DigestValue></Reference>
<Reference URI="#blocks"><Transforms><Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>zRaqMo6HOIkOltNFv3IIAZaANJgk73sTdwmjY7FZOTA=</DigestValue></Reference>
</SignedInfo>
<SignatureValue>II3U7usq2br4cGeEzOAjAtgewnDBUXwdHCIiaQDsh38oNz0xLRSR2ykEMnF0iUbi
swe9ia5P3TFS6KutJ8ljfUtlBpomFsiekCIWQdSZEpQpQ/Z9l+jJIgrrAQ75ZGPx
wRI1klDHR0RIG1r7zstvtXMEtmUJg5vEOV5GoLid74TrTsXMUeDKNH7E2T/lPXVd
lCwSkBv7P1irsibgdNQYKFNd7/7EHEQMObVgn7mNhYax+kZeNiM1wVRfxlhOJOyA
gCG9DJiGI3lAhy0CKEhRxnfAVqnTgHSpXXdfEsOMelawcL/d137HBSo7IdtnmRWd
LyoZ4VMZzLnUOV+sc24bqw==</SignatureValue>
<KeyInfo><X509Data>
<X509Certificate>MIIDgDCCAmigAwIBAgIBATANBgkqhkiG9w0BAQsFADBiMR8wHQYDVQQKDBZNYWRlLXVwIHJlY29yZHMgb2ZmaWNlMSswKQYDVQQLDCJQdWJsaXNoZWQgdGVzdCBrZXk6IHByb3ZlcyBub3RoaW5nMRIwEAYDVQQDDAlSLiBLZWVwZXIwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMGIxHzAdBgNVBAoMFk1hZGUtdXAgcmVjb3JkcyBvZmZpY2UxKzApBgNVBAsMIlB1Ymxpc2hlZCB0ZXN0IGtleTogcHJvdmVzIG5vdGhpbmcxEjAQBgNVBAMMCVIuIEtlZXBlcjCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKa41WQvZIWCLfD2CJF2jrrG6Bq4rtxWbOk4VI9V7YKtHKWLzjgxwOy7m/Szijc1tPVHzewfvC7NR8Co8tArBmtSsW9ODA/OE9NeY8JU5H+J/Po+aVseG9jxhiXQ5aMHUDYKqu//pRER7kv2pM7xvOifJAleYPzGxv1skQ+mA/pgeSHO2uXhvKm7lTHPB6DRUPInb6imxxnuv+ouUFRuv/7FGYXjsuHqIbSHH6oTLJjhaXhkxXtG3RQQJp2h05Pj3zws9q2uH8Z45bOMsk7gNmSbBETgY0X06xp9tthgcSfVXjSV5Y5cMUECWUKZbqRo+Gi1f0ZnyMCf1OtDBQDVqfUCAwEAAaM/MD0wDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwHQYDVR0OBBYEFHXcCX+k4UZE2sMDgGuLVyhAqVOPMA0GCSqGSIb3DQEBCwUAA4IBAQAlKoY2JRiu5oHAqliR08qJT8bElQspvPN1BF3rHVhFKWotFO3jjA4HjPRBeuB2Jn6UcAx/CrVAOYw9fJeyDRZQ1ivAyqTtmw373Lzn5w8bAJMvC/tXtbTAvI4nRgJHDnCDrZwrJEeKAY5tAbvMESE2+FNK65BsV7Rukbz2sAkV2738U5/WxWvNVqt79pl86QdvFrXwFQwgZ3ffqv32QCHCqxpvvmrftzQWVMwVihBNIRT356zsytpVjp3bemoZGCN30NDEpLhebyiMiRC7qAycBr5OxbUtPLx5inAxEAE7xRlEGtMZFVaCyTXFn9Uxq7FLs/4OZv5cisqNlt489vMs</X509Certificate>
</X509Data></KeyInfo>
<Object Id="blocks"><blocks xmlns="urn:hopcheck:blocks:1">
<file name="report.xml" size="115148" block-size="4096">
<block line="1" sha256="282571d36f88645f08c91f56b8753f640f34a110d8faf6a57de469c57528927d"/>
<block line="82" sha256="290f059922ae882c621b84dfbc35426d88a5a74bc75b81be6df86cffe3fd6078"/>
<block line="124" sha256="05431774ad65cdb98777db75de4bf9f26812340624e7cbf9424c106eb5dd9526"/>
<block line="160" sha256="d60f325b9ecba83577409f8d31b261ff6836b48e439a144d02f4c4e348a7ef2c"/>
<block line="170" sha256="00c663efd008c756bf1d75d140762c398a6cae4a942626dfffd2bed2ac8408a7"/>
<block line="180" sha256="87aac5cbd1b94e97af6dfc61297c3c6023bf51ddaa451d7e24a6210ecc91ba59"/>
<block line="219" sha256="065078fa17f98935bc62ea334c0275990e7b7ef7452ebd6d4bb3592043428759"/>
<block line="260" sha256="bfd9d0281ad02c7c7c121119c9d6f49202c1f7261c0d8a8306776619ddc3a270"/>
<block line="285" sha256="f211a917b6fe895e359088980bce348b8020a31e451a083974e0e8ba0a7bee36"/>
<block line="315" sha256="2e0e77aef332fd255eaace7a15982df2dcfa87ce050baf047cdff44f4b045737"/>
<block line="348" sha256="0b580a323ad5e1677dea2bf40986a3f4bdc72fa0c9af42141d6b0fd4d2554074"/>
<block line="379" sha256="97784956d6a7f92460198290db8a553749253706092a64ce935aa07f568b1103"/>
<block line="406" sha256="ef0800419bbcbdf6585904ffb41c1118c0099833188f58174e9c2e77240d590e"/>
<block line="446" sha256="d128ed20b349ec3abaf6fc1aae2056868baace46201d4e8e702c1ae125fa4061"/>
<block line="479" sha256="90536380409d3299e02892f31d2e9109977c8d14c0f5ae06c3f81d92d1ceeb54"/>
<block line="514" sha256="7817995e2e39579df7e3f83b0baac2b1e31ce81c923d780fdd0f6529d3c8ed4d"/>
<block line="555" sha256="57082b760f172d0a24bb5a2ef319673e723937c2b670499c188ed466f2028593"/>
<block line="592" sha256="0eb579df964327e8fb60954c2d3ee6936f9ead623981788433dc172b6077c9ec"/>
<block line="621" sha256="c80e0980eb988baaf7033a7165bbc26da760f972ab852f156931078b7b76d2e0"/>
<block line="668" sha256="a8241d79eb6f7163c3fbf5d3fc02e50e0280a700169fe5442ed0d93148e08e80"/>
<block line="696" sha256="376295034802edbd3133a4061dac0cc225ce73270ea9569e569f20532d290369"/>
<block line="737" sha256="a8606ed39dbf26dd15b47d8d99525b22a086c498fb9fc0d465a565f6964b8565"/>
<block line="772" sha256="a580303fc6236fb5afd65899fc27eeccea09d1d80f87929945e1688a1eb89b3c"/>
<block line="802" sha256="b35f5b3abfae6d2b443d599deb1cc4b0490e8a1ccd9f69b184e0e9b5730fbea8"/>
<block line="837" sha256="0061df8cdaa83725692d850fb7f3d7d0dc2510ae7acb769b8fff66de4991b03d"/>
<block line="870" sha256="d26af507cfc34636b9e783e849a830bb62e328cf17af3fb8082c3d74e6f9c638"/>
<block line="911" sha256="041a9350757968009a0d4246c022f56974129d2ed73818311c97e56c8f030e98"/>
<block line="948" sha256="acfba7f6d47ff91bab9653a2629a719de6f3a2b733e3d89693d97d887c093549"/>
<block line="977" sha256="a1f903b73346bfd580294a0eebdc8d1549433cddd7a529b81c91304fe944d255"/>
</file>
<file name="report.xml.run.xml" size="5284" block-size="4096">
<block line="1" sha256="cbbc429f70200e20151f7bf81b838884a59b819d1fc608865de5757cb3a78c29"/>
<block line="57" sha256="e94ba07514874f8a8f0b4efa069f86390c3e7ec5cfbfc7de6f6e31c261e5575e"/>
</file>
</blocks></Object>
</Signature>
