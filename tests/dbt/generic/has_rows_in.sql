{#- One row for each row of a seed without a row in another seed that carries its key. `when` and
    `unless` choose the rows that need one, `counting` the rows that count. -#}
{% test has_rows_in(model, columns, child, child_columns, because, when={}, unless={}, counting={}) %}

    select
        '{{ model.identifier }}' as seed_name,
        {{ row_name(columns) }} as row_key,
        {{ declared_value(because) }} as problem
    from {{ model }} as seed
    where
        {{ all_hold(when, 'seed') }}
        {% if unless %}and not {{ all_hold(unless, 'seed') }}{% endif %}
        and not exists (
            select 1
            from {{ ref(child) }} as child
            where
                {{ all_hold(counting, 'child') }}
                {% for name in columns %}
                    and seed.{{ name }} = child.{{ child_columns[loop.index0] }}
                {% endfor %}
        )

{% endtest %}
