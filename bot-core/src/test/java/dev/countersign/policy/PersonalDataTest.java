package dev.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.WireName;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iban | DE89370400440532013000",
        "iban | to DE89 3704 0044 0532 0130 00, please",
        "iban | GB82 WEST 1234 5698 7654 32 AND THANKS",
        "iban | FR14 2004 1010 0505 0001 3M02 606.",
        "iban | NL91-ABNA-0417-1643-00",
        "payment_card | 4111111111111111",
        "payment_card | the card 4111 1111 1111 1111, 12/27",
        "payment_card | 5555-5555-5555-4444",
        "payment_card | 378282246310005",
        "payment_card | 3782 822463 10005",
        "payment_card | 6011111111111117",
        "payment_card | 30569309025904",
        "payment_card | 3530111333300000",
        "payment_card | card: 2223003122003222",
        "payment_card | 2026 4111 1111 1111 1111",
        "email | write to jo.doe+x@mail.customer.example",
        "email | mailto:jo@customer.example?subject=x",
        "email | <jo@bücher.example>",
        "phone | +49 151 23456789",
        "phone | +4915123456789",
        "phone | +1 (415) 555-2671",
        "phone | tel:+1-415-555-2671, ext. 5",
        "phone | +34 612 345 678",
        "phone | +44 20 7946 0958",
        "phone | +1 415 555 2671 2026",
        "date_of_birth | Date of birth: 1980-01-31",
        "date_of_birth | DOB 31/01/1980",
        "date_of_birth | dateOfBirth: 31.1.80",
        "date_of_birth | \"date_of_birth\": \"1980-01-31\"",
        "date_of_birth | born on 31 January 1980",
        "date_of_birth | born January 31, 1980",
        "date_of_birth | geb. 31.01.1980",
        "date_of_birth | nata il 31/01/1980",
        "es_dni | DNI: 12345678Z",
        "es_dni | nie X-1234567-L",
        "it_codice_fiscale | RSSMRA85T10A562S",
        "it_codice_fiscale | rssmra85t10a562s",
        "de_tax_id | 86095742719",
        "de_tax_id | 65 929 970 489",
        "us_ssn | 536-90-4399",
      })
  void whatIsSaidOfAPersonIsFound(String kind, String text) {
    assertThat(kinds(text)).containsExactly(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE89370400440532013001", // wrong checksum
        "DE8937040044053201300", // too short
        "XX89370400440532013000", // no country
        "ADE89370400440532013000X",
        "4111111111111112",
        "4111 1111-1111 1111",
        "9111111111111111",
        "order 4111111111111111x",
        "charge_4111111111111111",
        "/charges/4111111111111111",
        "0.4111111111111111",
        "4111111111111111.25",
        "550e8400-e29b-41d4-a716-446655440000",
        "3f786850e387550fdab836ed7e6dc881de23001b",
        "1732924800000",
        "20261130123456",
        "1.2.3-4.5.6",
        "lodash@4.17.21",
        "pkg@1.2.3-rc.beta",
        "logo@2x.png",
        "image001.png@01D9ABCD.12345678",
        "git@github.com:org/repo.git",
        "https://user@host.example/",
        "@example.com",
        "support@example.com",
        "no-reply@example.com",
        "all@example.com",
        "+49",
        "+12345678",
        "+999 1234 5678",
        "+1 234",
        "1+2345678901",
        "UTC+01:00",
        "+10,000,000",
        "+5 000 000 000",
        "+1 115 555 2671",
        "2026-11-30T12:00:00+0100",
        "0151 23456789",
        "1980-01-31",
        "the birthday is on Friday",
        "reborn on 1980-01-31",
        "order 12345678Z",
        "DNI: 12345678A",
        "RSSMRA85T10A562T",
        "86095742718",
        "12345678903", // none of the ten stands twice
        "11112345678", // one stands four times
        "11234566789", // two stand twice
        "11111111111",
        "000-12-3456",
        "666-12-3456",
        "912-12-3456",
        "123-00-4567",
        "123-45-0000",
        "1-123-45-6789",
        "123-45-6789-0",
        "INV-2026-000123",
      })
  void numbersAndNamesOfThingsAreNot(String text) {
    assertThat(kinds(text)).isEmpty();
  }

  /// What chance makes of ids in hexadecimal digits is no number of anybody.
  @Test
  void idsByChanceAreNoNumbersOfPeople() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
      assertThat(kinds(uuid)).as(uuid).isEmpty();
      assertThat(kinds(uuid.replace("-", ""))).as(uuid).isEmpty();
    }
  }

  /// As [PersonalData] promises of them.
  @Test
  void fewNumbersByChanceAreTaken() {
    Random random = new Random(7);
    assertThat(taken(random, 16)).isLessThan(30);
    assertThat(taken(random, 11)).isLessThan(8);
    assertThat(taken(random, 10)).isZero();
    assertThat(taken(random, 9)).isZero();
  }

  private static long taken(Random random, int digits) {
    return random
        .longs(1_000, 0, (long) Math.pow(10, digits))
        .mapToObj(number -> ("%0" + digits + "d").formatted(number))
        .filter(number -> !kinds(number).isEmpty())
        .count();
  }

  private static List<String> kinds(String text) {
    return PersonalData.find(text, new BitSet()).stream()
        .map(found -> WireName.of((PersonalData.Kind) found.kind()))
        .toList();
  }
}
