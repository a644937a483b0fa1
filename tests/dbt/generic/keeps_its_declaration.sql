{#- One row for each cell or key of a seed that its declaration does not allow: an empty required
    cell, a key that stands twice, a reference to nothing, an unknown value, a form it has not. -#}
{% test keeps_its_declaration(model, key, required=[], references={}, allowed={}, forms={}) %}

    with seed as (
        select
            seed.*,
            {{ row_name(key) }} as row_key
        from {{ model }} as seed
    )

    select
        '{{ model.identifier }}' as seed_name,
        row_key,
        'stands more than once' as problem
    from seed
    group by row_key
    having count(*) > 1
    {% for column in required %}
        union all
        select
            '{{ model.identifier }}' as seed_name,
            row_key,
            '{{ column }} is empty' as problem
        from seed
        where {{ column }} is null
    {% endfor %}
    {% for column, target in references.items() %}
        {% set parent, parent_column = target.split('.') %}
        union all
        select
            '{{ model.identifier }}' as seed_name,
            seed.row_key,
            '{{ column }} "' || seed.{{ column }} || '" is not in {{ parent }}' as problem
        from seed
        left join {{ ref(parent) }} as parent
            on seed.{{ column }} = parent.{{ parent_column }}
        where
            seed.{{ column }} is not null
            and seed.{{ column }} != '*'
            and parent.{{ parent_column }} is null
    {% endfor %}
    {% for column, values in allowed.items() %}
        union all
        select
            '{{ model.identifier }}' as seed_name,
            row_key,
            '{{ column }} "' || {{ cell_text(column) }} || '" is unknown' as problem
        from seed
        where
            {{ column }} is not null
            and not {{ all_hold({column: values}, 'seed') }}
    {% endfor %}
    {% for column, form in forms.items() %}
        union all
        select
            '{{ model.identifier }}' as seed_name,
            row_key,
            '{{ column }} "' || {{ column }} || '" is not written as it should be' as problem
        from seed
        where
            {{ column }} is not null
            and not {{ matches(column, form) }}
    {% endfor %}

{% endtest %}
