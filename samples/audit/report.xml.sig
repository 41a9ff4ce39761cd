<?xml version="1.0" encoding="UTF-8"?>
<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">
<SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
<Reference URI="report.xml"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>bXv6VPhhO3XU3/uYw5PChWJrMqNlbgwnkGVEmimQAcY=</DigestValue></Reference>
<Reference URI="report.xml.run.xml"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>LqiY/FLS462V1jq091XCvR3k9AxF0LpAtCauzRPsEo4=</DigestValue></Reference>
<Reference URI="#blocks"><Transforms><Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>km7MMAXl26PWGvH7ZJDZD7PbnPRJioQ/WYmYFKGtBtk=</DigestValue></Reference>
</SignedInfo>
<SignatureValue>aZ5o5t3Y//yLLKHbBMvBTyuKyMpEMKY9naqsBbK7z5BxJ48uGnVyjBzjvSiYLOV/
wmdZ2FTznPE9zNGTpR36JWi4b4IhjxLORTrcDDAUec3xqPuNLkh3YWp7OrUn1hlH
HKQWsJ/eI+MhmBxV68/AxRGB5izWGFI2j293MQV56FebBopYzaDKAkIH3cmyCq1R
Qc2xNmmm3YcnTPq+Vz6dsf9yfnJqBRVJ4pQSzREE6McR7nEF0OEdNFDcFS1QDtEi
hdd5ngEhxvbMLPQDhAij1fC9z/gz/1b2FoOmTw4AksSd03laGKNzqpe5SPVn4wZc
r9AU3rbBDnD5VfMr88ocQA==</SignatureValue>
<KeyInfo><X509Data>
<X509Certificate>MIIDgDCCAmigAwIBAgIBATANBgkqhkiG9w0BAQsFADBiMR8wHQYDVQQKDBZNYWRlLXVwIHJlY29yZHMgb2ZmaWNlMSswKQYDVQQLDCJQdWJsaXNoZWQgdGVzdCBrZXk6IHByb3ZlcyBub3RoaW5nMRIwEAYDVQQDDAlSLiBLZWVwZXIwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMGIxHzAdBgNVBAoMFk1hZGUtdXAgcmVjb3JkcyBvZmZpY2UxKzApBgNVBAsMIlB1Ymxpc2hlZCB0ZXN0IGtleTogcHJvdmVzIG5vdGhpbmcxEjAQBgNVBAMMCVIuIEtlZXBlcjCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKa41WQvZIWCLfD2CJF2jrrG6Bq4rtxWbOk4VI9V7YKtHKWLzjgxwOy7m/Szijc1tPVHzewfvC7NR8Co8tArBmtSsW9ODA/OE9NeY8JU5H+J/Po+aVseG9jxhiXQ5aMHUDYKqu//pRER7kv2pM7xvOifJAleYPzGxv1skQ+mA/pgeSHO2uXhvKm7lTHPB6DRUPInb6imxxnuv+ouUFRuv/7FGYXjsuHqIbSHH6oTLJjhaXhkxXtG3RQQJp2h05Pj3zws9q2uH8Z45bOMsk7gNmSbBETgY0X06xp9tthgcSfVXjSV5Y5cMUECWUKZbqRo+Gi1f0ZnyMCf1OtDBQDVqfUCAwEAAaM/MD0wDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwHQYDVR0OBBYEFHXcCX+k4UZE2sMDgGuLVyhAqVOPMA0GCSqGSIb3DQEBCwUAA4IBAQAlKoY2JRiu5oHAqliR08qJT8bElQspvPN1BF3rHVhFKWotFO3jjA4HjPRBeuB2Jn6UcAx/CrVAOYw9fJeyDRZQ1ivAyqTtmw373Lzn5w8bAJMvC/tXtbTAvI4nRgJHDnCDrZwrJEeKAY5tAbvMESE2+FNK65BsV7Rukbz2sAkV2738U5/WxWvNVqt79pl86QdvFrXwFQwgZ3ffqv32QCHCqxpvvmrftzQWVMwVihBNIRT356zsytpVjp3bemoZGCN30NDEpLhebyiMiRC7qAycBr5OxbUtPLx5inAxEAE7xRlEGtMZFVaCyTXFn9Uxq7FLs/4OZv5cisqNlt489vMs</X509Certificate>
</X509Data></KeyInfo>
<Object Id="blocks"><blocks xmlns="urn:hopcheck:blocks:1">
<file name="report.xml" size="121064" block-size="4096">
<block line="1" sha256="282571d36f88645f08c91f56b8753f640f34a110d8faf6a57de469c57528927d"/>
<block line="82" sha256="426bd65456c012956373d416ee75f9cac166bfb09b08f1e3e97c33a0a3fef887"/>
<block line="126" sha256="215e74cd9e90fb42139d68b27a1e8e237b972615ce4ba21fa92ca3ac7235f110"/>
<block line="160" sha256="3b3d072505a54945898e1a818296103b0d6f0916d8fd11a947554c523d160596"/>
<block line="170" sha256="d8d2565d334a461a8c1d10b77a8ea3cfc11f852ddbfe2eff6445b0a813b35f13"/>
<block line="180" sha256="21c05fe24099e416f5b4914e7780e1ead883c1b2901b0e2299ff4037af7573e2"/>
<block line="219" sha256="bf04ac381c8cd69da0bbe048409fec05ae41e9103e19d905c5522e99b490224b"/>
<block line="267" sha256="2962dc458b6f17ad0a6a86ddb89c77cc6771afa93216f08524d1abe43b0a64d8"/>
<block line="313" sha256="bffe9fd38ca4e78c70aff3accba9728a47abdf7aa24c84cdeb19b51e23628488"/>
<block line="362" sha256="e9c7488841154c9f9f77a420d4d213e3a0b90363a559af67555e9af9fc8f8c76"/>
<block line="407" sha256="b28b78d9389a9e92d20e115f50b38ba36e0881a755de2acdc8d4aabe40c11052"/>
<block line="468" sha256="21b9f6cb2594e4bd2c4d8f35646570ab0a3ea7e6096b26df5cd893f2f081ab05"/>
<block line="519" sha256="d6e51ce95e326a5391937d9e96167dd13e475dc81f2475c643ff41df5cae76a8"/>
<block line="574" sha256="a39fa0c1f270232095f102ccb60cb4d4a4a00b81eecb237723b439cf35f9c15f"/>
<block line="631" sha256="71924aa10444728159869e9ff239e8e379f903f2b0ca54a3f36bee0e90fbca80"/>
<block line="684" sha256="ce602786d22c5b80a60f8f7455a6e3a8592af97cccb00f2efc08199e64d9025b"/>
<block line="744" sha256="b92756b493e4d94b6b8237524a588b2f15481b6d52a346fa05b934b84b70fa2d"/>
<block line="803" sha256="ff2f79879c04e427f23c42b05232d42caba8b422753ef19f8e26aba08a14f5d1"/>
<block line="856" sha256="2ee3799da8df0cf063549142600ab648cfd21d5a39274baf4ad2ed5834296fa9"/>
<block line="915" sha256="fa805157e06d17c2dc4bfd5789f96eb930407cfcc0895a99c522276c0916a041"/>
<block line="972" sha256="55709fa999f0777e3f9ebf9a73851e43f96d6ff66d7da13879fad1cc876f36d8"/>
<block line="1029" sha256="44b8eb20d7818ab66a957d5ddc02c2fa738ea60e446a4d80b6c4f932f46213d9"/>
<block line="1086" sha256="6e06f5152d6d7854fdd93d208870005e7ee5eb2b063c6bb544887ae18826020e"/>
<block line="1143" sha256="a85a844d30459af3c652a6024c8aca3301b3ccb8279cde9f01cf6e1273bbf6e7"/>
<block line="1195" sha256="d19a22d16860348d8a86578bb50419bce2a793424de7c8ce485877c5470cd4b9"/>
<block line="1242" sha256="7f3d56516929698cd10d4109a5541df2777c12b5e64ce4478e159044007ded52"/>
<block line="1304" sha256="d84484599b6432ec20ad7d8305b14542f7ab32b650dd700b671070fb66522a1c"/>
<block line="1361" sha256="682c9fa5b886e5cd8e28625538c9c7d5074cd8c00298ba8601d280071996ebf7"/>
<block line="1417" sha256="f8f7ac18c8b7f9fb8962e11bb82d22e3d5d5e4b07c3903e0c7e55f4588c14724"/>
<block line="1474" sha256="0f0a3e973599fc68055cc95bce003e15b71172d2b157874d2d443e9a9e7efe64"/>
</file>
<file name="report.xml.run.xml" size="4157" block-size="4096">
<block line="1" sha256="404fe52c18edd7761106af69c4683beb70406ec04617d3581eb6bac7626a484d"/>
<block line="72" sha256="65ffde3aeecef8490e3d75097584cafc87dbe571fe96bf240b5275d3ab7e22a3"/>
</file>
</blocks></Object>
</Signature>
