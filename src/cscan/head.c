/* What the page says about itself, as Python objects. */
#include "objects.h"

int append(PyObject *list, PyObject *item) {
    int failed = item == NULL || PyList_Append(list, item) < 0;
    Py_XDECREF(item);
    return failed ? -1 : 0;
}

static Slice value_of(Maker *maker, const Node *node, int32_t name) {
    return attr_value(maker->page, find_attr(maker->page, node, name));
}

/* The text in small letters, without white space around it. */
static PyObject *lower_string(Slice text) {
    text = strip(text);
    PyObject *string = new_string(text);
    if (string == NULL || !PyUnicode_IS_ASCII(string)) {
        PyObject *made = string ? PyObject_CallMethod(string, "lower", NULL) : NULL;
        Py_XDECREF(string);
        return made;
    }
    Py_UCS1 *p = PyUnicode_1BYTE_DATA(string);
    for (size_t i = 0; i < text.n; i++) p[i] = lower(p[i]);
    return string;
}

static int add_meta(Maker *maker, const Node *node, PyObject *list) {
    static const int32_t keys[] = {NAMED_PROPERTY, NAMED_NAME, NAMED_ITEMPROP, NAMED_HTTP_EQUIV};
    Slice content = value_of(maker, node, NAMED_CONTENT);
    if (content.n == 0) return 0;
    for (int i = 0; i < 4; i++) {
        Slice name = value_of(maker, node, keys[i]);
        if (name.n == 0) continue;
        if (append(list, Py_BuildValue("(NN)", lower_string(name), new_string(strip(content)))) < 0)
            return -1;
    }
    return 0;
}

static int add_head_link(Maker *maker, const Node *node, PyObject *list) {
    Slice rel = value_of(maker, node, NAMED_REL), href = value_of(maker, node, NAMED_HREF);
    if (rel.n == 0 || href.n == 0) return 0;
    return append(list, Py_BuildValue("(NN)", lower_string(rel), new_string(strip(href))));
}

Slice text_in(Maker *maker, const Node *node) {
    Slice none = {(const byte *)"", 0};
    if (node->first < 0) return none;
    const Node *child = &AT(maker->page->nodes, node->first);
    return child->name == TEXT_NODE ? node_text(maker->page, child) : none;
}

static int add_script(Maker *maker, const Node *node, PyObject *jsonld, PyObject *data) {
    Slice kind = value_of(maker, node, NAMED_TYPE);
    if (!has_word(kind, "json")) return 0;
    Slice text = text_in(maker, node);
    if (text.n == 0) return 0;
    if (count_chars(text) > maker->page->limits.data_chars) {
        maker->page->cut |= CUT_DATA;
        return 0;
    }
    if (has_word(kind, "ld+json")) return append(jsonld, new_string(text));
    Slice id = value_of(maker, node, NAMED_ID);
    return append(data, Py_BuildValue("(NN)", new_string(id), new_string(text)));
}

static int add_facts(Maker *maker, PyObject *lists[4]) {
    for (int32_t i = 0; i < maker->tape->facts.n; i++) {
        const Node *node = &AT(maker->page->nodes, AT(maker->tape->facts, i).node);
        int failed = node->name == TAG_META   ? add_meta(maker, node, lists[0])
                     : node->name == TAG_LINK ? add_head_link(maker, node, lists[1])
                                              : add_script(maker, node, lists[2], lists[3]);
        if (failed < 0) return -1;
    }
    return 0;
}

static PyObject *folded(Maker *maker, Slice text) {
    int32_t chars = 0;
    byte *out = arena_reserve(&maker->page->arena, text.n);
    size_t n = fold(out, text, &chars);
    return new_string((Slice){out, n});
}

static PyObject *title_of(Maker *maker) {
    int32_t title = maker->tape->title;
    if (title < 0) return new_string((Slice){(const byte *)"", 0});
    return folded(maker, text_in(maker, &AT(maker->page->nodes, title)));
}

static PyObject *base_of(Maker *maker) {
    int32_t base = maker->tape->base;
    if (base < 0) return new_string((Slice){(const byte *)"", 0});
    return new_string(value_of(maker, &AT(maker->page->nodes, base), NAMED_HREF));
}

static PyObject *lang_of(Maker *maker) {
    int32_t html = maker->page->html;
    if (html < 0) return new_string((Slice){(const byte *)"", 0});
    const Node *node = &AT(maker->page->nodes, html);
    Slice lang = value_of(maker, node, NAMED_LANG);
    if (lang.n == 0) lang = value_of(maker, node, NAMED_XML_LANG);
    return new_string(lang);
}

PyObject *head_of(Maker *maker) {
    PyObject *lists[4] = {PyList_New(0), PyList_New(0), PyList_New(0), PyList_New(0)};
    PyObject *head = NULL;
    if (lists[0] && lists[1] && lists[2] && lists[3] && add_facts(maker, lists) == 0)
        head = Py_BuildValue("(NNNNNNN)", title_of(maker), lang_of(maker), base_of(maker),
                             PyList_AsTuple(lists[0]), PyList_AsTuple(lists[1]),
                             PyList_AsTuple(lists[2]), PyList_AsTuple(lists[3]));
    for (int i = 0; i < 4; i++) Py_XDECREF(lists[i]);
    return head;
}
