package dev.countersign.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;

/// One request of somebody who is signed in.
///
/// @param query what the address says behind its path; empty where that does not read
record PageRequest(
    HttpServletRequest request,
    HttpServletResponse response,
    PageAnswers answers,
    Visitor who,
    FormBody query) {

  PageRequest(
      HttpServletRequest request, HttpServletResponse response, PageAnswers answers, Visitor who) {
    this(request, response, answers, who, queryOf(request));
  }

  static FormBody queryOf(HttpServletRequest request) {
    return Optional.ofNullable(request.getQueryString())
        .flatMap(FormBody::of)
        .orElseGet(() -> new FormBody(Map.of()));
  }

  String path() {
    return request.getRequestURI();
  }

  /// Without what it carries.
  @Override
  public String toString() {
    return "PageRequest[" + path() + " of " + who + "]";
  }
}
