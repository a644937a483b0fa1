with pack_rows as (
    select * from {{ ref('int_pack_rows') }}
    where is_withheld
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

months as (
    select
        date_day,
        month_name
    from {{ ref('int_dates') }}
    where calendar = 'calendar'
),

final as (
    select
        pack_rows.publication_id,
        pack_rows.measure_id,
        pack_rows.organisation_unit_id,
        pack_rows.period_id,
        'Withheld: only approved figures are published, and this one '
        || case
            when pack_rows.sign_off_state is null then 'nobody has signed yet'
            else
                'stands at ' || pack_rows.sign_off_state || ' ('
                || coalesce(posts.title, pack_rows.signed_by_post_id) || ', '
                || {{ long_date('pack_rows.signed_on_date', 'months.month_name') }}
                || coalesce(': ' || rtrim(pack_rows.sign_off_reason, '.'), '') || ')'
        end
        || '.' as withheld_reason
    from pack_rows
    left join posts
        on pack_rows.signed_by_post_id = posts.post_id
    left join months
        on pack_rows.signed_on_date = months.date_day
)

select * from final
