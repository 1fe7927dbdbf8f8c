#include "handbook.h"

// As for the sample data: Swift's compiler takes a minute for arrays of this length, C23's takes the files as they are.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char en_clerk[] = {
#embed "../../docs/en/clerk.md"
};
static const unsigned char zh_clerk[] = {
#embed "../../docs/zh/clerk.md"
};
static const unsigned char en_finance[] = {
#embed "../../docs/en/finance.md"
};
static const unsigned char zh_finance[] = {
#embed "../../docs/zh/finance.md"
};
static const unsigned char en_go_live[] = {
#embed "../../docs/en/go-live.md"
};
static const unsigned char zh_go_live[] = {
#embed "../../docs/zh/go-live.md"
};
static const unsigned char en_auditor[] = {
#embed "../../docs/en/auditor.md"
};
static const unsigned char zh_auditor[] = {
#embed "../../docs/zh/auditor.md"
};
static const unsigned char en_workbench[] = {
#embed "../../docs/en/workbench.md"
};
static const unsigned char zh_workbench[] = {
#embed "../../docs/zh/workbench.md"
};
static const unsigned char en_papers[] = {
#embed "../../docs/en/papers.md"
};
static const unsigned char zh_papers[] = {
#embed "../../docs/zh/papers.md"
};
static const unsigned char en_three_months[] = {
#embed "../../docs/en/three-months.md"
};
static const unsigned char zh_three_months[] = {
#embed "../../docs/zh/three-months.md"
};
static const unsigned char en_operations[] = {
#embed "../../docs/en/operations.md"
};
static const unsigned char zh_operations[] = {
#embed "../../docs/zh/operations.md"
};
static const unsigned char en_incidents[] = {
#embed "../../docs/en/incidents.md"
};
static const unsigned char zh_incidents[] = {
#embed "../../docs/zh/incidents.md"
};
static const unsigned char en_inspector[] = {
#embed "../../docs/en/inspector.md"
};
static const unsigned char zh_inspector[] = {
#embed "../../docs/zh/inspector.md"
};
static const unsigned char en_keys[] = {
#embed "../../docs/en/keys.md"
};
static const unsigned char zh_keys[] = {
#embed "../../docs/zh/keys.md"
};
static const unsigned char en_new_city[] = {
#embed "../../docs/en/new-city.md"
};
static const unsigned char zh_new_city[] = {
#embed "../../docs/zh/new-city.md"
};
static const unsigned char en_rules[] = {
#embed "../../docs/en/rules.md"
};
static const unsigned char zh_rules[] = {
#embed "../../docs/zh/rules.md"
};
static const unsigned char en_promises[] = {
#embed "../../docs/en/promises.md"
};
static const unsigned char zh_promises[] = {
#embed "../../docs/zh/promises.md"
};

#define PAGE(name, file) {name, en_##file, sizeof en_##file, zh_##file, sizeof zh_##file}

static const handbook_page pages[] = {
    PAGE("clerk", clerk),
    PAGE("finance", finance),
    PAGE("auditor", auditor),
    PAGE("inspector", inspector),
    PAGE("operations", operations),
    PAGE("incidents", incidents),
    PAGE("go-live", go_live),
    PAGE("keys", keys),
    PAGE("workbench", workbench),
    PAGE("papers", papers),
    PAGE("three-months", three_months),
    PAGE("new-city", new_city),
    PAGE("rules", rules),
    PAGE("promises", promises),
};

const handbook_page *handbook_pages(size_t *count) {
  *count = sizeof pages / sizeof pages[0];
  return pages;
}
