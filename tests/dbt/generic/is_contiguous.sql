{#- One row for each fault in a set of ranges that must cover every number once: a gap, an overlap,
    an open end. -#}
{% test is_contiguous(model, group_by, lower, upper, lower_inclusive, upper_inclusive) %}

    with ranges as (
        select
            {{ row_name(group_by) }} as row_key,
            {{ lower }} as lower_bound,
            {{ upper }} as upper_bound,
            {{ lower_inclusive }} as is_lower_inclusive,
            {{ upper_inclusive }} as is_upper_inclusive
        from {{ model }} as seed
    ),

    chained as (
        select
            *,
            row_number() over in_order as position,
            lead(row_key) over in_order as next_key,
            lead(lower_bound) over in_order as next_lower,
            lead(is_lower_inclusive) over in_order as is_next_inclusive
        from ranges
        window
            in_order as (
                partition by row_key
                order by
                    case when lower_bound is null then 0 else 1 end,
                    lower_bound,
                    case when upper_bound is null then 1 else 0 end,
                    upper_bound
            )
    ),

    judged as (
        select
            row_key,
            case
                when upper_bound < lower_bound then 'the bounds are the wrong way round'
                when position = 1 and lower_bound is not null then 'nothing below the first range'
                when next_key is null and upper_bound is not null
                    then 'nothing above the last range'
                when next_key is null then null
                when upper_bound is null or next_lower is null or next_lower < upper_bound
                    then 'two ranges overlap'
                when next_lower > upper_bound then 'a gap between two ranges'
                when is_upper_inclusive and is_next_inclusive
                    then 'two ranges share their common bound'
                when not is_upper_inclusive and not is_next_inclusive
                    then 'the common bound of two ranges belongs to neither'
            end as problem
        from chained
    )

    select
        '{{ model.identifier }}' as seed_name,
        row_key,
        problem
    from judged
    where problem is not null

{% endtest %}
