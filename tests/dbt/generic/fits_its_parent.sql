{#- One row for each row of a seed that does not fit the row of another seed it refers to. In a rule
    `when` and `then` speak of the parent's columns, the rest (`own` first) of the row's own. -#}
{% test fits_its_parent(model, key, column, parent, parent_column, rules) %}

    {% for rule in rules %}
        select
            '{{ model.identifier }}' as seed_name,
            {{ row_name(key) }} as row_key,
            {{ declared_value(rule.because) }} as problem
        from {{ model }} as seed
        inner join {{ ref(parent) }} as parent
            on seed.{{ column }} = parent.{{ parent_column }}
        where {{ breaks(rule, 'seed', parent='parent') }}
        {{ "union all" if not loop.last }}
    {% endfor %}

{% endtest %}
