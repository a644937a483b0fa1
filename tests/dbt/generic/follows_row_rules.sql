{#- One row for each row of a seed that breaks a rule between its own columns. A rule says `when` it
    speaks, what must `then` hold, which columns are `present` or `absent`, and which two stand
    `in_order`; a rule that asks for nothing forbids the row. -#}
{% test follows_row_rules(model, key, rules) %}

    {% for rule in rules %}
        select
            '{{ model.identifier }}' as seed_name,
            {{ row_name(key) }} as row_key,
            {{ declared_value(rule.because) }} as problem
        from {{ model }} as seed
        where {{ breaks(rule, 'seed') }}
        {{ "union all" if not loop.last }}
    {% endfor %}

{% endtest %}
